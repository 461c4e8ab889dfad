import { isTrue, type Tree } from "../../core/index.js";

const answers = new WeakMap<Tree, { readonly generation: number; readonly allowed: boolean }>();

function ask(tree: Tree): boolean {
  const configuration = tree.locate("configuration", "configuration", "name", "switch.conf");
  const settings = configuration?.children.find(({ name }) => name === "settings");
  const param = settings?.children.find(({ attributes }) => attributes["name"] === "api-expansion");
  return param === undefined || isTrue(param.attributes["value"]);
}

/** Whether `${command(…)}` may run: `api-expansion` of switch.conf, on unless it says no. */
export function apiExpansionAllowed(tree: Tree): boolean {
  const known = answers.get(tree);
  if (known && known.generation === tree.generation) return known.allowed;
  const allowed = ask(tree);
  answers.set(tree, { generation: tree.generation, allowed });
  return allowed;
}
