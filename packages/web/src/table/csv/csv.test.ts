import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBytes } from "./decode.js";
import { guessMapping, hasHeadings, type ImportField } from "./fields.js";
import { type ImportState, importReducer } from "./import-state.js";
import { parseTable, writeTable } from "./parse.js";
import { doubledRows, itemOf, type RowValues, stateOf, type Verdict } from "./rows.js";

const FIELDS: readonly ImportField[] = [
  { key: "name", label: "Name", required: true, aliases: ["name"], unique: true },
  {
    key: "email",
    label: "E-mail",
    required: true,
    aliases: ["email", "mail"],
    looksLike: (value) => value.includes("@"),
  },
  {
    key: "context",
    label: "Context",
    required: true,
    aliases: ["context", "kontext"],
    choices: ["team", "friends"],
  },
  { key: "password", label: "Password", required: false, aliases: ["password"], secret: true },
];

describe("bytes", () => {
  test("UTF-8 is read as such, with and without its mark", () => {
    const bytes = new TextEncoder().encode("\ufeffZoë,Ł");
    expect(decodeBytes(bytes)).toEqual({ text: "Zoë,Ł", encoding: "UTF-8" });
    expect(decodeBytes(bytes.slice(3)).text).toBe("Zoë,Ł");
  });

  test("what is no UTF-8 is Windows-1252", () => {
    // Nothing from 0x80 to 0x9f: Node 20 reads these as Latin-1, which browsers do not.
    const bytes = Uint8Array.from([0x5a, 0x6f, 0xeb, 0x20, 0xdf]);
    expect(decodeBytes(bytes)).toEqual({ text: "Zoë ß", encoding: "Windows-1252" });
  });

  test("UTF-16 is told by its mark", () => {
    const bytes = Uint8Array.from([0xff, 0xfe, 0x5a, 0x00, 0x42, 0x01]);
    expect(decodeBytes(bytes)).toEqual({ text: "Zł", encoding: "UTF-16" });
  });
});

describe("cells", () => {
  test.each([",", ";", "\t", "|"])("%j is found to be the delimiter", (delimiter) => {
    const text = `Name${delimiter}Email\r\nAda${delimiter}ada@example.com\r\n\r\n${delimiter}\r\n`;
    expect(parseTable(text)).toEqual({
      delimiter,
      rows: [
        ["Name", "Email"],
        ["Ada", "ada@example.com"],
      ],
    });
  });

  test("quoted cells may hold delimiters, quotes and line ends", () => {
    expect(parseTable('"Müller; Ada";"a ""b"""\n"x\ny"; z ').rows).toEqual([
      ["Müller; Ada", 'a "b"'],
      ["x\ny", "z"],
    ]);
  });

  test("a written table is read as it was, for any text but formulas", () => {
    const cell = fc.string().map((text) => `x${text.replace(/[\0\r]/g, "").trim()}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        expect(parseTable(writeTable(["a", "b"], rows)).rows.slice(1)).toEqual(rows);
      }),
    );
  });

  test("no name is a formula for a spreadsheet, and passwords stay exact", () => {
    const text = writeTable(
      ["Name", "Password"],
      [
        ["=1+1", "-x"],
        ["@a", "=b"],
      ],
      new Set([1]),
    );
    expect(text).toBe("\ufeffName,Password\r\n'=1+1,-x\r\n'@a,=b\r\n");
  });
});

describe("columns", () => {
  test("headings are known in both languages, whatever their case and signs", () => {
    const first = ["Kontext", "E-Mail *", "NAME", "remarks"];
    expect(hasHeadings(first, FIELDS)).toBe(true);
    expect(guessMapping([first], true, FIELDS)).toEqual({
      name: 2,
      email: 1,
      context: 0,
      password: undefined,
    });
  });

  test("a row of values is none of headings", () => {
    expect(hasHeadings(["Ada", "ada@example.com"], FIELDS)).toBe(false);
    expect(hasHeadings(["name", "ada@example.com"], FIELDS)).toBe(false);
    expect(hasHeadings([], FIELDS)).toBe(false);
    expect(hasHeadings(["Name"], FIELDS)).toBe(true);
  });

  test("without headings the values tell", () => {
    const table = [
      ["friends", "ada@example.com", "Ada"],
      ["team", "", "Bob"],
    ];
    expect(guessMapping(table, false, FIELDS)).toMatchObject({ name: 2, email: 1, context: 0 });
    expect(guessMapping([["Ada"]], false, FIELDS)).toMatchObject({ name: 0, email: undefined });
  });
});

describe("an import", () => {
  const reduce = importReducer(FIELDS);
  const read = (text: string) => reduce(undefined, { type: "read", text }) as ImportState;
  const good = (...values: RowValues[]): ReadonlyMap<RowValues, Verdict> =>
    new Map(values.map((each) => [each, { ok: true }]));
  const TEXT = "name,email\nAda,ada@example.com\n,x@example.com\nBob,b@example.com\n";
  const chosen = (text = TEXT) =>
    reduce(read(text), {
      type: "source",
      change: { fallbacks: { context: "team" } },
    }) as ImportState;

  test("a context can be chosen for rows that have none", () => {
    expect(read(TEXT).rows.map(({ verdict }) => verdict?.ok)).toEqual([false, false, false]);
    const { rows } = chosen();
    expect(rows.map(({ line, verdict }) => [line, verdict?.ok])).toEqual([
      [2, undefined],
      [3, false],
      [4, undefined],
    ]);
    expect(itemOf(rows[0]?.values ?? {})).toEqual({
      name: "Ada",
      email: "ada@example.com",
      context: "team",
    });
  });

  test("a verdict about values that were changed meanwhile is not taken", () => {
    const state = chosen();
    const before = state.rows[0]?.values ?? {};
    const values = { ...before, name: "Eve" };
    const edited = reduce(state, { type: "edit", line: 2, values });
    const late = reduce(edited, { type: "verdicts", verdicts: good(before) });
    expect(late?.rows[0]).toMatchObject({ values, verdict: undefined });
    const judged = reduce(late, { type: "verdicts", verdicts: good(values) });
    expect(judged?.rows[0]?.verdict).toEqual({ ok: true });
  });

  test("of rows with one name the first is ready, until it is skipped", () => {
    let state = chosen("name,email\nAda,a@example.com\nADA,b@example.com\n");
    const verdicts = good(...state.rows.map(({ values }) => values));
    state = reduce(state, { type: "verdicts", verdicts }) as ImportState;
    const states = () => {
      const doubled = doubledRows(state.rows, FIELDS);
      return state.rows.map((row) => stateOf(row, doubled));
    };
    expect(doubledRows(state.rows, FIELDS)).toEqual(new Map([[3, { field: "name", first: 2 }]]));
    expect(states()).toEqual(["ready", "problem"]);
    state = reduce(state, { type: "skip", line: 2, skipped: true }) as ImportState;
    expect(states()).toEqual(["skipped", "ready"]);
  });

  test("saying that the first line is a row makes it one", () => {
    const state = reduce(read(TEXT), { type: "source", change: { headings: false } });
    expect(state?.rows[0]).toMatchObject({ line: 1, values: { name: "name", email: "email" } });
  });
});
