import { parseXml } from "@parley/fsxml";
import { expect, test } from "vitest";
import type { SwitchCore } from "../../core/index.js";
import { type DialplanFacts, findRoute } from "./dialplan.js";
import { DIALPLAN_ANSWERS, type DialplanAnswer } from "./dialplan-answers.js";
import { mayRunInline } from "./dialplan-inline.js";
import { expand } from "./expand.js";

/** Variables as a channel has them, and what ran while hunting. */
class Caller {
  readonly arrays = new Map<string, readonly string[]>();
  readonly log: string[] = [];
  readonly inline: string[] = [];
  readonly #fields: Readonly<Record<string, string>>;

  constructor(
    destination: string,
    readonly variables: Map<string, string>,
  ) {
    this.#fields = { destination_number: destination, caller_id_number: "1001" };
  }

  readonly expand = (text: string): string =>
    expand(text, {
      core: { tree: {}, api: { run: () => undefined } } as unknown as SwitchCore,
      getVariable: (name) => this.variables.get(name) ?? this.#fields[name],
      getElement: (name, index) => this.arrays.get(name)?.[index],
    });

  facts(destination: string): DialplanFacts {
    return {
      destination,
      field: (name) => this.#fields[name.toLowerCase()],
      expand: this.expand,
      getVariable: (name) => this.variables.get(name),
      setVariable: (name, values) => {
        const kept = values.slice(values.lastIndexOf("") + 1);
        if (kept.length > 0) this.arrays.set(name, kept);
        else this.arrays.delete(name);
      },
      clearVariables: () => {
        for (const name of this.arrays.keys()) {
          if (name.startsWith("DP_REGEX_MATCH")) this.arrays.delete(name);
        }
      },
      runInline: (action) => {
        if (mayRunInline(action.application)) this.inline.push(`inline ${this.run(action)}`);
      },
      now: () => Date.UTC(2026, 10, 22, 12),
      log: (text) => this.log.push(text),
    };
  }

  run({ application, data }: { application: string; data: string }): string {
    const expanded = this.expand(data);
    const [name = "", value = ""] = expanded.split("=");
    if (application === "set") this.variables.set(name, value);
    return application === "eval" ? expanded : `${application} ${expanded}`;
  }
}

function call(answer: Pick<DialplanAnswer, "xml" | "destination" | "variables">) {
  const { xml, destination = "2001", variables = {} } = answer;
  const caller = new Caller(destination, new Map(Object.entries(variables)));
  const context = parseXml(`<context name="x">${xml}</context>`);
  const route = findRoute(context, caller.facts(destination));
  const rest = route ? route.actions.map((action) => caller.run(action)) : ["no route"];
  return { caller, route, runs: [...caller.inline, ...rest] };
}

test.each(DIALPLAN_ANSWERS)("$name", (answer) => {
  const { caller, runs } = call(answer);
  expect(runs).toEqual(answer.runs);
  expect(Object.fromEntries(caller.arrays)).toEqual(answer.variablesAfter ?? {});
});

test("a broken expression is told and matches nothing", () => {
  const { caller, route } = call({
    xml: '<extension><condition field="destination_number" expression="^2("><action application="eval"/></condition></extension>',
  });
  expect(route).toBeUndefined();
  expect(caller.log).toEqual([expect.stringMatching(/^COMPILE ERROR: \d+ \[.*\]\[\^2\(\]$/)]);
});

test("conditions deeper than a hundred are not looked at", () => {
  const deep = (levels: number) =>
    `<extension>${"<condition>".repeat(levels)}<action application="eval" data="a"/>${"</condition>".repeat(levels)}</extension>`;
  expect(call({ xml: deep(101) }).runs).toEqual(["a"]);
  expect(call({ xml: deep(102) }).runs).toEqual(["no route"]);
});
