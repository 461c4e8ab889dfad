import { EventEmitter } from "node:events";
import { join } from "node:path";
import {
  locate,
  parseSwitchXml,
  preprocess,
  readDirectory,
  SwitchXmlError,
  type XmlElement,
} from "@parley/fsxml";
import { ReloadRefusedError, SwitchAwayError } from "../../packages/server/src/switch/index.js";

type Section = "directory" | "dialplan" | "configuration";

/** What the change queue sees of a switch, without a socket: the tree parsed by FreeSWITCH's rules on every reload. */
export class TreeSwitch extends EventEmitter {
  connected = true;
  reloads = 0;
  /** Said instead of parsing, as FreeSWITCH would in its brackets. */
  refusal: string | undefined;
  /** Runs inside a reload, before the files are read. */
  duringReload: () => void | Promise<void> = () => {};
  /** Runs after the files are read, before the answer. */
  beforeAnswer: () => void = () => {};
  #root: XmlElement | undefined;
  #globals: Record<string, string> = {};

  constructor(readonly confDir: string) {
    super();
    this.#parse();
  }

  async reloadXml(): Promise<void> {
    this.#assertThere("reloadxml");
    this.reloads++;
    await this.duringReload();
    this.#assertThere("reloadxml");
    if (this.refusal !== undefined) throw new ReloadRefusedError(this.refusal);
    this.#parse();
    this.emit("event", { name: "RELOADXML" });
    this.beforeAnswer();
    this.#assertThere("reloadxml");
  }

  async xmlLocate(section: Section, tag?: string, attribute?: string, value?: string) {
    this.#assertThere("xml_locate");
    if (this.#root === undefined) throw new Error("nothing was parsed");
    return locate(this.#root, section, tag, attribute, value);
  }

  async directory() {
    const section = await this.xmlLocate("directory");
    return section === undefined ? [] : readDirectory(section);
  }

  async globals(): Promise<Record<string, string>> {
    this.#assertThere("global_getvar");
    return this.#globals;
  }

  leave(): void {
    this.connected = false;
    this.emit("down");
  }

  comeBack(): void {
    this.connected = true;
    this.emit("up");
  }

  #parse(): void {
    try {
      const { text, variables } = preprocess({ root: join(this.confDir, "freeswitch.xml") });
      this.#root = parseSwitchXml(text);
      this.#globals = Object.fromEntries(variables);
    } catch (error) {
      if (error instanceof SwitchXmlError) throw new ReloadRefusedError(error.message);
      throw error;
    }
  }

  #assertThere(command: string): void {
    if (!this.connected) throw new SwitchAwayError(command);
  }
}
