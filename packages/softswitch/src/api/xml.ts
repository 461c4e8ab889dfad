import { urlEncode } from "@parley/esl/switch";
import type { SwitchCore } from "../core/index.js";

const BAD_ARGS = "-ERR bad args\n";
const NOTHING = "can't find anything\n";

export const reloadSource = { file: "switch_xml.c", function: "switch_xml_open_root", line: 2385 };

function locate(core: SwitchCore, args: string): string {
  const [section = "", tag, attribute, ...rest] = args.split(" ");
  if (section === "") return BAD_ARGS;
  if (tag === undefined) {
    // Opening the root fires the event although nothing is read again.
    if (section === "root") core.fire("RELOADXML", { source: reloadSource });
    return core.tree.locateText(section) ?? NOTHING;
  }
  if (attribute === undefined || rest.length === 0) return BAD_ARGS;
  return core.tree.locateText(section, tag, attribute, rest.join(" ")) ?? NOTHING;
}

/** The text stands in the row as it is: not escaped, unless `encoded` asks for URL encoding. */
async function wrap(core: SwitchCore, args: string): Promise<string> {
  const encoded = args.startsWith("encoded ");
  const text = await core.api.execute(encoded ? args.slice("encoded ".length) : args);
  const data = encoded ? urlEncode(text) : text;
  return `<result>\n  <row id="1">\n    <data>${data}</data>\n  </row>\n</result>\n`;
}

/** reloadxml, reloadacl, xml_locate, xml_wrap, xml_flush_cache. */
export function registerXmlCommands(core: SwitchCore): void {
  const { api } = core;
  api.register("reloadxml", () => `+OK [${core.tree.reload()}]\n`, { description: "Reload XML" });
  api.register(
    "reloadacl",
    () => {
      const outcome = core.tree.reload();
      return outcome === "Success" ? "+OK acl reloaded\n" : `-ERR [${outcome}]\n`;
    },
    { description: "Reload XML and ACLs" },
  );
  api.register("xml_locate", (args) => locate(core, args), {
    description: "Find some xml",
    syntax: "[root | <section> | <section> <tag> <tag_attr_name> <tag_attr_val>]",
  });
  api.register("xml_wrap", (args) => wrap(core, args), {
    description: "Wrap another api command in xml",
    syntax: "<command> <args>",
  });
  api.register("xml_flush_cache", () => "+OK cleared 0 entries\n", {
    description: "Clear xml cache",
    syntax: "<id> <key> <val>",
  });
}
