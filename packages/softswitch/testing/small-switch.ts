import { createSoftswitch, type Softswitch, type SoftswitchOptions } from "../src/softswitch.js";
import { RECORDED_IDENTITY, recordedTree, type TemporaryTree } from "./capture-tree.js";
import { RawClient } from "./raw-client.js";

/** A softswitch on the recorded tree with its clients; `close` ends all of it. */
export class SmallSwitch {
  readonly #clients: RawClient[] = [];

  private constructor(
    readonly softswitch: Softswitch,
    readonly tree: TemporaryTree,
    readonly port: number,
  ) {}

  static async start(options: Partial<SoftswitchOptions> = {}): Promise<SmallSwitch> {
    const tree = recordedTree();
    const softswitch = createSoftswitch({
      confDir: tree.confDir,
      eslPort: 0,
      identity: RECORDED_IDENTITY,
      heartbeatMs: 0,
      ...options,
    });
    const { eslPort } = await softswitch.start();
    return new SmallSwitch(softswitch, tree, eslPort);
  }

  async connect(): Promise<RawClient> {
    const client = await RawClient.connect(this.port);
    this.#clients.push(client);
    return client;
  }

  async login(): Promise<RawClient> {
    const client = await RawClient.login(this.port, "ClueCon");
    this.#clients.push(client);
    return client;
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.softswitch.stop();
    this.tree.remove();
  }
}
