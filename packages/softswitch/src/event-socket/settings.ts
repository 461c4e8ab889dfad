import type { Tree } from "../core/index.js";

export interface EventSocketSettings {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly acls: readonly string[];
}

/** Settings of event_socket.conf with FreeSWITCH's defaults. Anybody on the machine may connect unless told otherwise. */
export function readEventSocketSettings(tree: Tree): EventSocketSettings {
  const configuration = tree.locate("configuration", "configuration", "name", "event_socket.conf");
  const settings = configuration?.children.find((child) => child.name === "settings");
  const params = (settings?.children ?? []).filter((child) => child.name === "param");
  const values = (name: string): string[] =>
    params
      .filter((param) => param.attributes["name"]?.toLowerCase() === name)
      .map((param) => param.attributes["value"] ?? "");
  const acls = values("apply-inbound-acl").filter((value) => value !== "");
  return {
    host: values("listen-ip").at(-1) || "127.0.0.1",
    port: Number(values("listen-port").at(-1)) || 8021,
    password: values("password").at(-1) || "ClueCon",
    acls: acls.length > 0 ? acls : ["loopback.auto"],
  };
}
