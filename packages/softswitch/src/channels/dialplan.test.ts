import { parseXml } from "@parley/fsxml";
import { expect, test } from "vitest";
import { findRoute } from "./dialplan.js";

const route = (extensions: string, fields: Readonly<Record<string, string>>) =>
  findRoute(parseXml(`<context name="x">${extensions}</context>`), {
    field: (name) => fields[name] ?? "",
    expand: (text) => text.replace(/\$\{(\w+)\}/g, (_, name: string) => fields[name] ?? ""),
  });

const extension = (conditions: string, rest = "") =>
  `<extension name="e"${rest}>${conditions}</extension>`;
const number = (expression: string, actions: string, rest = "") =>
  `<condition field="destination_number" expression="${expression}"${rest}>${actions}</condition>`;
const set = (data: string) => `<action application="set" data="${data}"/>`;

test("the first extension that matches wins", () => {
  const found = route(extension(number("^1", set("a=1"))) + extension(number("^1", set("b=2"))), {
    destination_number: "100",
  });
  expect(found.actions).toEqual([{ application: "set", data: "a=1" }]);
});

test("an extension with continue adds its actions and lets the next ones match", () => {
  const found = route(
    extension(number(".*", set("a=1")), ' continue="true"') + extension(number("^1", set("b=2"))),
    { destination_number: "100" },
  );
  expect(found.actions.map(({ data }) => data)).toEqual(["a=1", "b=2"]);
});

test("groups are put where the action names them, and told", () => {
  const found = route(extension(number("^(2)(\\d+)$", set("n=$2 XML $1"))), {
    destination_number: "245",
  });
  expect(found).toEqual({
    actions: [{ application: "set", data: "n=45 XML 2" }],
    match: ["245", "2", "45"],
  });
});

test("all conditions must hold, and anti-actions are for those that do not", () => {
  const both = extension(
    `<condition field="\${user_context}" expression="^friends$"/>${number("^3", set("a=1"))}`,
  );
  const fields = { destination_number: "300", user_context: "friends" };
  expect(route(both, fields).actions).toHaveLength(1);
  expect(route(both, { ...fields, user_context: "team" }).actions).toHaveLength(0);
  const anti = number("^9", `${set("a=1")}<anti-action application="hangup"/>`);
  expect(route(extension(anti), fields).actions).toEqual([{ application: "hangup", data: "" }]);
});

test("break never goes on to the next condition after a failure", () => {
  const found = route(
    extension(number("^9", set("a=1"), ' break="never"') + number("^3", set("b=2"))),
    {
      destination_number: "300",
    },
  );
  expect(found.actions.map(({ data }) => data)).toEqual(["b=2"]);
});

test("no extension, a broken expression: no route", () => {
  expect(route(extension(number("(", set("a=1"))), { destination_number: "1" }).actions).toEqual(
    [],
  );
});
