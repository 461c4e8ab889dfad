import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_CONTEXTS } from "../config/index.js";
import {
  checkConferenceName,
  checkConferencePin,
  checkConferenceType,
  checkContext,
  checkEmail,
  checkPassword,
  checkPolycomMac,
  checkUserName,
  generatePassword,
  InvalidValueError,
  nameKey,
} from "./index.js";

const CHECKS = {
  name: checkUserName,
  email: checkEmail,
  password: checkPassword,
  conpin: checkConferencePin,
  polymac: checkPolycomMac,
} as const;

describe("whatever the field", () => {
  const poison = fc.constantFrom(
    ...["\n", "\r", "\0", "\t", "\u001b", "\u0085", "\u2028", "\u202e", "\u200b", "\ufeff"],
    ...["$${modconpin}x", "x$${defconpin}", "$${x}", "${x}", "${system(id)}", "$\\{x}"],
    ...["X-PRE-PROCESS", "x-pre-process", "<?", "<include>", "</include>", "<!--#exec"],
    ...["\ud800", "\udfff", "\uffff", "\u{1f600}", "\u{10ffff}"],
    "x".repeat(10_240),
  );
  const around = fc.tuple(fc.string({ maxLength: 8 }), poison, fc.string({ maxLength: 8 }));

  for (const [field, check] of Object.entries(CHECKS)) {
    test(`${field} with something the switch would misread is refused with the field's name`, () => {
      fc.assert(
        fc.property(around, (parts) => {
          expect(refusal(() => check(parts.join("")))?.field).toBe(field);
        }),
        { numRuns: 300 },
      );
    });

    test(`${field} is either refused or comes back as something that is accepted again unchanged`, () => {
      fc.assert(
        fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), (value) => {
          let accepted: string;
          try {
            accepted = check(value);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidValueError);
            return;
          }
          expect(check(accepted)).toBe(accepted);
        }),
        { numRuns: 500 },
      );
    });
  }
});

describe("names", () => {
  test.each(["a\ufa6c", "\u037ename", "a\u1fefb"])(
    "%j is refused for what it becomes when it is composed",
    (name) => {
      expect(refusal(() => checkUserName(name))?.field).toBe("name");
    },
  );

  test.each(["Zoë O'Brien & Söhne", "a", "Ärzte-Team 3", "x".repeat(64), "r2d2", "李雷"])(
    "%s is welcome for users and conferences",
    (name) => {
      expect(checkUserName(name)).toBe(name);
      expect(checkConferenceName(name)).toBe(name);
    },
  );

  test.each(["<b>", 'a"b', "a\\b", "a:b", "a{b", "a}b", "a[b", "a]b", "a|b", "a;b", "a$b", "a`b"])(
    "%s is refused",
    (name) => {
      expect(refusal(() => checkUserName(name))?.field).toBe("name");
    },
  );

  test.each(["", " ", " a", "a ", "\u00a0a", "12345", "٣٤", "x".repeat(65)])(
    "%j is refused",
    (name) => {
      expect(refusal(() => checkUserName(name))?.field).toBe("name");
    },
  );

  test.each(["a@b", "a+b", "a,b", "a/b", "..", ".hidden", "-v", "list", "JSON_LIST", "_uuid_"])(
    "%s is no name for a conference",
    (name) => {
      expect(refusal(() => checkConferenceName(name))?.field).toBe("name");
    },
  );

  test("a decomposed name comes back composed", () => {
    expect(checkUserName("Zoe\u0308")).toBe("Zo\u00eb");
  });

  test("names that differ by case or compatibility forms have one key", () => {
    expect(nameKey("ANNA")).toBe(nameKey("anna"));
    expect(nameKey("ﬁn")).toBe(nameKey("fin"));
    expect(nameKey("anna")).not.toBe(nameKey("anne"));
  });
});

describe("the other fields", () => {
  test.each(["a@example.com", "o'brien+x@mail.example.co.uk", "jörg@müller.de", "a.b-c_d@x1.org"])(
    "%s is an email",
    (email) => {
      expect(checkEmail(email)).toBe(email);
    },
  );

  test.each([
    "",
    "a",
    "a@b",
    "@example.com",
    "a@",
    "a b@example.com",
    "a@@example.com",
    "<a@b.de>",
    "a@b..de",
  ])("%j does not contain an email", (email) => {
    expect(refusal(() => checkEmail(email))?.message).toBe("email does not contain an email");
  });

  test("a password may hold what XML and digest can carry", () => {
    expect(checkPassword(`p<a>"s'&s\\:w ört`)).toBe(`p<a>"s'&s\\:w ört`);
    expect(refusal(() => checkPassword("abc"))?.field).toBe("password");
    expect(refusal(() => checkPassword(" abcd"))?.field).toBe("password");
    expect(refusal(() => checkPassword("x".repeat(65)))?.field).toBe("password");
  });

  test("generated passwords pass their own rule, differ, and hold no character that reads like another", () => {
    const passwords = Array.from({ length: 200 }, generatePassword);
    expect(new Set(passwords).size).toBe(200);
    for (const password of passwords) {
      expect(password).toMatch(/^[a-km-np-zA-HJ-NP-Z2-9]{20}$/);
      expect(checkPassword(password)).toBe(password);
    }
  });

  test("a conference pin is digits, or exactly one of the tree's two default pins", () => {
    expect(checkConferencePin("0815")).toBe("0815");
    expect(checkConferencePin("$${modconpin}")).toBe("$${modconpin}");
    expect(checkConferencePin("$${defconpin}")).toBe("$${defconpin}");
    for (const pin of ["", "12a4", "٣٤٥٦", "1".repeat(17), "$${es_pw}", " $${modconpin}"]) {
      expect(refusal(() => checkConferencePin(pin))?.field).toBe("conpin");
    }
  });

  test("a MAC address loses its separators and its capitals", () => {
    for (const mac of [
      "0004F2AABBCC",
      "00:04:f2:aa:bb:cc",
      "00-04-F2-AA-BB-CC",
      "0004.f2aa.bbcc",
    ]) {
      expect(checkPolycomMac(mac)).toBe("0004f2aabbcc");
    }
    expect(checkPolycomMac("NONE")).toBe("none");
    expect(checkPolycomMac("")).toBe("none");
    for (const mac of ["../../etc", "0004f2aabbc", "0004f2aabbccd", "g004f2aabbcc"]) {
      expect(refusal(() => checkPolycomMac(mac))?.field).toBe("polymac");
    }
  });

  test("contexts and types must exist, in the contract's words", () => {
    expect(checkContext(DEFAULT_CONTEXTS, "friends").name).toBe("friends");
    expect(refusal(() => checkContext(DEFAULT_CONTEXTS, "../team"))?.message).toBe(
      "context does not exist",
    );
    expect(refusal(() => checkConferenceType(["a"], "b"))?.message).toBe("type not implementet");
  });
});

function refusal(work: () => unknown): InvalidValueError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof InvalidValueError) return error;
    throw error;
  }
}
