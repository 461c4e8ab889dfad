import { childNamed, childrenNamed, type XmlElement } from "@parley/fsxml";

/** Where a call ends. */
export type Outcome =
  | { readonly kind: "conference"; readonly data: string; readonly set: Record<string, string> }
  | { readonly kind: "user"; readonly address: string }
  | { readonly kind: "refused"; readonly cause: string };

export interface Call {
  readonly context: string;
  readonly destination: string;
  readonly variables?: Readonly<Record<string, string>>;
}

interface Action {
  readonly application: string;
  readonly data: string;
}

const MAX_TRANSFERS = 5;

/**
 * Follows a call through the dialplan as far as this tree needs it: the conditions of an extension must all match, of
 * several extensions the first that does counts, and those marked `continue` besides.
 */
export function routeCall(dialplan: XmlElement, call: Call, transfers = 0): Outcome {
  if (transfers > MAX_TRANSFERS) throw new Error(`${call.destination} is handed round in circles`);
  const variables: Record<string, string> = { ...call.variables };
  for (const { application, data } of actionsOf(dialplan, { ...call, variables })) {
    const text = expand(data, variables);
    if (application === "set" || application === "export") assign(variables, text);
    if (application === "transfer") {
      const [destination = "", , context = call.context] = text.split(" ");
      return routeCall(dialplan, { context, destination, variables }, transfers + 1);
    }
    if (application === "conference") return { kind: "conference", data: text, set: variables };
    if (application === "bridge") return { kind: "user", address: text };
    if (application === "hangup") return { kind: "refused", cause: text };
  }
  return { kind: "refused", cause: "NO_ROUTE_DESTINATION" };
}

function actionsOf(dialplan: XmlElement, call: Required<Call>): Action[] {
  const context = childNamed(dialplan, "context", "name", call.context);
  const actions: Action[] = [];
  for (const extension of childrenNamed(context, "extension")) {
    const found = matchExtension(extension, call);
    if (found === undefined) continue;
    actions.push(...found);
    if (extension.attributes["continue"] !== "true") break;
  }
  return actions;
}

function matchExtension(extension: XmlElement, call: Required<Call>): Action[] | undefined {
  const actions: Action[] = [];
  for (const condition of childrenNamed(extension, "condition")) {
    const { field = "", expression = "" } = condition.attributes;
    const value = field === "destination_number" ? call.destination : expand(field, call.variables);
    const match = new RegExp(expression).exec(value);
    if (match === null) return undefined;
    for (const { attributes } of childrenNamed(condition, "action")) {
      const data = (attributes["data"] ?? "").replace(
        /\$(\d)/g,
        (all, n) => match[Number(n)] ?? all,
      );
      actions.push({ application: attributes["application"] ?? "", data });
    }
  }
  return actions;
}

function expand(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => variables[name] ?? "");
}

function assign(variables: Record<string, string>, text: string): void {
  const at = text.indexOf("=");
  variables[text.slice(0, at)] = text.slice(at + 1);
}
