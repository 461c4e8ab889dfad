import fc from "fast-check";
import { expect, test } from "vitest";
import { FsxmlError } from "../errors.js";
import {
  asciiLowerCase,
  childNamed,
  childrenNamed,
  createElement,
  parseSwitchXml,
  serialize,
  type XmlElement,
} from "../tree/index.js";
import { type DirectoryDomain, readDirectory, readDirectoryText } from "./index.js";

type Values = [name: string, value: string][];

/** The rules once more, written as plainly as they can be said. */
function expected(root: XmlElement): unknown {
  const section = childNamed(root, "section", "name", "directory") ?? root;
  const domains = root.name === "domain" ? [root] : childrenNamed(section, "domain");
  return domains.map((domain) => {
    const name = domain.attributes["name"] ?? "";
    const groups = childrenNamed(childNamed(domain, "groups"), "group");
    const outside = childrenNamed(childNamed(domain, "users") ?? domain, "user");
    return {
      name,
      params: own(domain, "param"),
      variables: own(domain, "variable"),
      groups: groups.map((group) => group.attributes["name"] ?? ""),
      users: [
        ...groups.flatMap((group) =>
          childrenNamed(childNamed(group, "users"), "user").map((user) =>
            expectedUser(user, name, [user, group, domain]),
          ),
        ),
        ...outside.map((user) => expectedUser(user, name, [user, domain])),
      ],
    };
  });
}

function expectedUser(user: XmlElement, domain: string, sources: readonly XmlElement[]): unknown {
  const group = sources.length === 3 ? (sources[1]?.attributes["name"] ?? "") : undefined;
  return {
    id: user.attributes["id"] ?? "",
    type: user.attributes["type"],
    domain,
    group,
    attributes: Object.entries(user.attributes),
    own: { params: own(user, "param"), variables: own(user, "variable") },
    params: merged(sources.map((source) => own(source, "param"))),
    variables: merged(sources.map((source) => own(source, "variable"))),
  };
}

function own(element: XmlElement, tag: string): Values {
  const values = new Map<string, string>();
  for (const { attributes } of childrenNamed(childNamed(element, `${tag}s`), tag)) {
    const { name, value } = attributes;
    if (name !== undefined) values.set(name, value ?? "");
  }
  return [...values];
}

/** Sources from the nearest on. */
function merged(sources: readonly Values[]): Values {
  const values: Values = [];
  for (const source of sources) {
    const taken = new Set(values.map(([name]) => asciiLowerCase(name)));
    values.push(...source.filter(([name]) => !taken.has(asciiLowerCase(name))));
  }
  return values;
}

function shown(domains: readonly DirectoryDomain[]): unknown {
  return domains.map(({ name, params, variables, groups, users }) => ({
    name,
    params: Object.entries(params),
    variables: Object.entries(variables),
    groups,
    users: users.map((user) => ({
      id: user.id,
      type: user.type,
      domain: user.domain,
      group: user.group,
      attributes: Object.entries(user.attributes),
      own: {
        params: Object.entries(user.own.params),
        variables: Object.entries(user.own.variables),
      },
      params: Object.entries(user.params),
      variables: Object.entries(user.variables),
    })),
  }));
}

/** What a parent usually holds comes often, and anything may stand anywhere. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  document: ["section", "domain"],
  section: ["domain", "section"],
  domain: ["groups", "users", "user", "params", "variables", "domain"],
  groups: ["group", "params"],
  group: ["users", "params", "variables", "user"],
  users: ["user"],
  user: ["params", "variables", "user"],
  params: ["param", "variable"],
  variables: ["variable", "param"],
};
const word = fc.constantFrom("password", "Password", "directory", "DIRECTORY", "a", "__proto__");
const value = fc.oneof(word, fc.string({ unit: "grapheme", maxLength: 8 }));
const attributes = fc
  .record(
    { name: word, value, id: value, type: fc.constantFrom("pointer", "x") },
    { requiredKeys: [] },
  )
  .map((each) => Object.fromEntries(Object.entries(each).map(([k, v]) => [k, clean(v)])));
const text = fc.constantFrom("", "\n  ", "x &", "\r\n");

const clean = (given: string): string => given.replaceAll("\0", "");

function element(name: string, depth: number): fc.Arbitrary<XmlElement> {
  const names = CHILDREN[name] ?? [];
  const children =
    depth === 0 || names.length === 0
      ? fc.constant<XmlElement[]>([])
      : fc.array(
          fc.constantFrom(...names).chain((child) => element(child, depth - 1)),
          { maxLength: 4 },
        );
  return fc
    .tuple(attributes, children, text)
    .map(([own, below, between]) => createElement(name, own, below, between));
}

const root = fc
  .constantFrom("document", "section", "domain")
  .chain((name) => element(name, name === "document" ? 7 : 6));

test("a directory is read by the rules, from its elements and from its text alike", () => {
  fc.assert(
    fc.property(root, (tree) => {
      const printed = serialize(tree);
      const wanted = expected(parseSwitchXml(printed));
      expect(shown(readDirectory(parseSwitchXml(printed)))).toEqual(wanted);
      expect(shown(readDirectoryText(printed))).toEqual(wanted);
    }),
    { numRuns: 500 },
  );
});

test("a text that is cut or damaged is refused in the same words as by the parser", () => {
  const damage = fc.constantFrom("", "<", ">", "</x>", '"', "<!--", "&#10;", "\r", "</user>");
  fc.assert(
    fc.property(root, fc.nat(), fc.nat({ max: 9 }), damage, (tree, at, lost, put) => {
      const whole = serialize(tree);
      const cut = at % whole.length;
      const damaged = whole.slice(0, cut) + put + whole.slice(cut + lost);
      const outcome = (read: () => readonly DirectoryDomain[]): unknown => {
        try {
          return shown(read());
        } catch (error) {
          expect(error).toBeInstanceOf(FsxmlError);
          return (error as FsxmlError).message;
        }
      };
      expect(outcome(() => readDirectoryText(damaged))).toEqual(
        outcome(() => readDirectory(parseSwitchXml(damaged))),
      );
    }),
    { numRuns: 1000 },
  );
});

test("one value is found as among the merged ones", () => {
  const [domain] =
    readDirectoryText(`<domain name="d"><params><param name="password" value="domain"/><param name="Shared" value="domain"/></params>
    <users><user id="1"><params><param name="PASSWORD" value="own"/></params></user></users></domain>\n`);
  const [user] = domain?.users ?? [];
  expect(["password", "PASSWORD", "shared", "none"].map((name) => user?.param(name))).toEqual([
    "own",
    "own",
    "domain",
    undefined,
  ]);
  expect(user?.variable("password")).toBeUndefined();
});
