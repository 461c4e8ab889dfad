import { createSwitch, type Switch } from "../../packages/server/src/switch/index.js";

export const HOST = "127.0.0.1";
export const PASSWORD = "for-tests-only";

/** A link to a softswitch of these tests; it is up when this resolves. */
export async function linkTo(port: number): Promise<Switch> {
  const link = createSwitch({ host: HOST, port, password: PASSWORD });
  const up = new Promise<void>((resolve) => link.on("up", resolve));
  link.start();
  await up;
  return link;
}
