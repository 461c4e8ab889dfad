import type { SwitchCore } from "../core/index.js";

/** Variables are found without regard to case, like event headers. */
function lookUp(variables: ReadonlyMap<string, string>, name: string): string | undefined {
  const exact = variables.get(name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  for (const [key, value] of variables) if (key.toLowerCase() === wanted) return value;
  return undefined;
}

function getVariable(core: SwitchCore, name: string): string {
  if (name !== "") return lookUp(core.variables, name) ?? "";
  return [...core.variables].map(([key, value]) => `${key}=${value}\n`).join("");
}

/** `name=value[=expected]`: says +OK even when the condition did not hold and nothing changed. */
function setVariable(core: SwitchCore, args: string): string {
  if (args === "") return "-USAGE: <var>=<value> [=<value2>]\n";
  const [name = "", value = "", expected] = args.split("=");
  if (expected !== undefined && (lookUp(core.variables, name) ?? "") !== expected) return "+OK";
  core.variables.delete(name);
  if (value !== "") core.variables.set(name, value);
  return "+OK";
}

/** Replaces `${name}` by global variables; what is unknown becomes nothing. */
function expand(core: SwitchCore, text: string): string {
  return text.replace(
    /\$\$?\{([^{}]*)\}/g,
    (_, name: string) => lookUp(core.variables, name) ?? "",
  );
}

/** global_getvar, global_setvar, echo, eval, expand. */
export function registerVariableCommands(core: SwitchCore): void {
  const { api } = core;
  api.register("global_getvar", (args) => getVariable(core, args), {
    description: "Get global var",
    syntax: "<var>",
  });
  api.register("global_setvar", (args) => setVariable(core, args), {
    description: "Set global var",
    syntax: "<var>=<value> [=<value2>]",
  });
  api.register("echo", (args) => args, { description: "Echo", syntax: "<data>" });
  api.register("eval", (args) => expand(core, args), {
    description: "eval (noop)",
    syntax: "[uuid:<uuid> ]<expression>",
  });
  api.register("expand", (args) => core.api.run(expand(core, args)), {
    description: "Execute an API with variable expansion",
    syntax: "[uuid:<uuid> ]<cmd> <args>",
  });
}
