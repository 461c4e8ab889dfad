import { expect, test } from "vitest";
import { edited, HAND_WRITTEN, MODCONPIN, open } from "../../testing/hand-written.js";
import { UnsafeValueError } from "../errors.js";
import {
  findUser,
  findUsers,
  getParam,
  getVariable,
  removeParam,
  removeUser,
  removeVariable,
  renameUser,
  setParam,
  setVariable,
} from "./user-edits.js";
import { XmlSource } from "./xml-source.js";

test("reads values as FreeSWITCH does", () => {
  const { user } = open();
  expect(getParam(user, "password")).toBe(`a'b"c`);
  expect(getParam(user, "VM-PASSWORD")).toBe("20001");
  expect(getParam(user, "old")).toBeUndefined();
  expect(getVariable(user, "conpin")).toBe(MODCONPIN);
  expect(user.attributes).toEqual({ id: "20001", "number-alias": "alice" });
});

test("a changed value changes only the bytes between its quotes", () => {
  const after = edited(HAND_WRITTEN, (source, user) => setParam(source, user, "password", `x'y"z`));
  expect(after).toBe(HAND_WRITTEN.replace(`a&apos;b"c`, "x&apos;y&quot;z"));
});

test("setting what is there changes nothing, however it is written", () => {
  const after = edited(HAND_WRITTEN, (source, user) => {
    setParam(source, user, "password", `a'b"c`);
    setParam(source, user, "vm-password", "20001");
    renameUser(source, user, "20001");
    setVariable(source, user, "conpin", MODCONPIN, { allowVariables: ["modconpin"] });
  });
  expect(after).toBe(HAND_WRITTEN);
});

test("a new param is indented like its siblings and ends its line as the file does", () => {
  const after = edited(HAND_WRITTEN, (source, user) => setParam(source, user, "new", "1 & 2"));
  const anchor = `name="vm-password"></param>\r\n`;
  expect(after).toBe(
    HAND_WRITTEN.replace(anchor, `${anchor}\t\t\t<param name="new" value="1 &amp; 2"/>\r\n`),
  );
});

test("a comment at the end of the last sibling's line stays with it", () => {
  const text =
    "<user id='1'>\n  <params>\n    <param name='a' value='1'/> <!-- why -->\n  </params>\n</user>\n";
  expect(edited(text, (source, user) => setParam(source, user, "b", "2"))).toBe(
    text.replace("<!-- why -->\n", `<!-- why -->\n    <param name="b" value="2"/>\n`),
  );
});

test.each([
  [
    "params without children",
    "<include>\n  <user id='1'>\n    <params>\n    </params>\n  </user>\n</include>\n",
    "<include>\n  <user id='1'>\n    <params>\n      NEW\n    </params>\n  </user>\n</include>\n",
  ],
  [
    "self-closing params",
    "<include>\n\t<user id='1'>\n\t\t<params/>\n\t</user>\n</include>\n",
    "<include>\n\t<user id='1'>\n\t\t<params>\n\t\t\tNEW\n\t\t</params>\n\t</user>\n</include>\n",
  ],
  [
    "a user with nothing in it",
    "<include>\n  <user id='1' />\n</include>\n",
    "<include>\n  <user id='1'>\n    <params>\n      NEW\n    </params>\n  </user>\n</include>\n",
  ],
  [
    "everything on one line",
    "<user id='1'><params><param name='a' value='1'/></params></user>",
    "<user id='1'><params><param name='a' value='1'/>NEW</params></user>",
  ],
  [
    "only a comment",
    "<user id='1'>\n  <params>\n    <!-- none -->\n  </params>\n</user>\n",
    "<user id='1'>\n  <params>\n    <!-- none -->\n    NEW\n  </params>\n</user>\n",
  ],
  [
    "variables alone",
    "<user id='1'>\n  <variables>\n    <variable name='a' value='1'/>\n  </variables>\n</user>\n",
    "<user id='1'>\n  <variables>\n    <variable name='a' value='1'/>\n  </variables>\n  <params>\n    NEW\n  </params>\n</user>\n",
  ],
])("adds a param to %s", (_what, before, after) => {
  expect(edited(before, (source, user) => setParam(source, user, "p", "v"))).toBe(
    after.replace("NEW", `<param name="p" value="v"/>`),
  );
});

test("a repeated param is changed wherever it stands", () => {
  const text = `<user id="1"><params><param name="p" value="1"/><param name="P" value="2"/></params></user>`;
  const after = edited(text, (source, user) => setParam(source, user, "p", "3"));
  expect(after).toBe(text.replace('"1"/>', '"3"/>').replace('"2"', '"3"'));
});

test("a param in a second block is not the one FreeSWITCH reads", () => {
  const text = `<user id="1"><params><param name="a" value="1"/></params><params><param name="p" value="1"/></params></user>`;
  const { user } = open(text);
  expect(getParam(user, "p")).toBeUndefined();
});

test("removes a param with its line and reports whether there was one", () => {
  const { source, user } = open();
  expect(removeVariable(source, user, "CONPIN")).toBe(true);
  expect(removeVariable(source, user, "conpin")).toBe(false);
  expect(removeParam(source, user, "none")).toBe(false);
  expect(source.toString()).toBe(
    HAND_WRITTEN.replace(`\t\t\t<variable name="conpin" value="${MODCONPIN}"/>\r\n`, ""),
  );
});

test("a param that shares its line with a comment goes without the line", () => {
  const after = edited(HAND_WRITTEN, (source, user) => {
    removeParam(source, user, "password");
  });
  expect(after).toBe(HAND_WRITTEN.replace(`<param name="password" value='a&apos;b"c'/>`, ""));
});

test("removes one user of several with the blank line it leaves", () => {
  const block = (id: number) => `  <user id="${id}">\n    <params/>\n  </user>\n`;
  const text = `<include>\n${block(1)}\n${block(2)}\n${block(3)}</include>\n`;
  const without = (id: string) => {
    const source = XmlSource.parse(text);
    const user = findUser(source, id);
    if (user !== undefined) removeUser(source, user);
    return source.toString();
  };
  expect(without("2")).toBe(`<include>\n${block(1)}\n${block(3)}</include>\n`);
  expect(without("3")).toBe(`<include>\n${block(1)}\n${block(2)}\n</include>\n`);
  expect(without("9")).toBe(text);
});

test("finds a user regardless of case and prefers the entry to a pointer", () => {
  const source = XmlSource.parse(
    `<group><users><user id="Bob" type="pointer"/></users></group>\n<users><user id="BOB"/><user/></users>`,
  );
  expect(findUsers(source)).toHaveLength(2);
  expect(findUser(source, "bob")?.attribute("type")).toBeUndefined();
});

test("renames a user in its own quotes", () => {
  const after = edited(HAND_WRITTEN, (source, user) => renameUser(source, user, "20002"));
  expect(after).toBe(HAND_WRITTEN.replace("id='20001'", "id='20002'"));
});

test.each(["a\nb", MODCONPIN, "X-PRE-PROCESS", "<?", "<include>"])(
  "refuses %j before anything changes",
  (value) => {
    const { source, user } = open();
    expect(() => setParam(source, user, "password", value)).toThrow(UnsafeValueError);
    expect(() => setParam(source, user, "new", value)).toThrow(UnsafeValueError);
    expect(() => setVariable(source, user, value, "x")).toThrow(UnsafeValueError);
    expect(() => renameUser(source, user, value)).toThrow(UnsafeValueError);
    expect(source.toString()).toBe(HAND_WRITTEN);
  },
);

test("a variable that is allowed can be written and nothing else of its kind", () => {
  const options = { allowVariables: ["defconpin"] };
  const after = edited(HAND_WRITTEN, (source, user) =>
    setVariable(source, user, "conpin", MODCONPIN.replace("mod", "def"), options),
  );
  expect(after).toBe(HAND_WRITTEN.replace("modconpin", "defconpin"));
});
