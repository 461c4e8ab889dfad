import type { SwitchEvent } from "../src/core/index.js";
import { createSoftswitch, type Softswitch } from "../src/softswitch.js";
import { recordedTree } from "./capture-tree.js";
import { type PhoneOptions, SipPhone } from "./sip-phone.js";
import { until } from "./until.js";

/** A switch on the recorded tree, with phones of its users. */
export class PhoneHouse {
  readonly events: SwitchEvent[] = [];
  readonly #phones: SipPhone[] = [];

  private constructor(
    readonly softswitch: Softswitch,
    readonly udp: number,
    readonly ws: number,
    private readonly removeTree: () => void,
  ) {
    softswitch.core.on("event", (event) => this.events.push(event));
  }

  static async open(): Promise<PhoneHouse> {
    const tree = recordedTree();
    const softswitch = createSoftswitch({
      confDir: tree.confDir,
      eslPort: 0,
      heartbeatMs: 0,
      sip: { host: "127.0.0.1", port: 0, wsPort: 0, rtpPorts: [44_002, 46_000] },
    });
    const { sip } = await softswitch.start();
    return new PhoneHouse(softswitch, sip?.udp?.port ?? 0, sip?.ws?.port ?? 0, () => tree.remove());
  }

  async close(): Promise<void> {
    for (const phone of this.#phones) await phone.close();
    await this.softswitch.stop();
    this.removeTree();
  }

  /** A phone of a user that is registered already. */
  async phone(user: string, frequency: number, options: PhoneOptions = {}): Promise<SipPhone> {
    const phone = await SipPhone.open(user, frequency, this.udp, options);
    this.#phones.push(phone);
    this.softswitch.registrations.register(user, { ip: "127.0.0.1", port: phone.port });
    return phone;
  }

  password(user: string): string {
    return this.softswitch.core.tree.directoryUser(user)?.params["password"] ?? "";
  }

  api(line: string): Promise<string> {
    return this.softswitch.core.api.execute(line);
  }

  /** The first event of a name, now or soon, for which `fits` holds. */
  told(name: string, fits: (event: SwitchEvent) => boolean = () => true): Promise<SwitchEvent> {
    return until(name, () => this.events.find((each) => each.name === name && fits(each)));
  }

  /** A member has joined a conference. */
  joined(user: string): Promise<SwitchEvent> {
    return this.told(
      "CUSTOM",
      (each) => each.get("Action") === "add-member" && each.get("Caller-Caller-ID-Number") === user,
    );
  }
}
