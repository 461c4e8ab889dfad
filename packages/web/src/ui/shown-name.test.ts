import { expect, test } from "vitest";
import { initials, shownName } from "./shown-name.js";

test("a name of which nothing would be seen gives way to the fallback", () => {
  for (const name of ["", "   ", "\u200b\u200f", "\u202e", "\u3164", "\t\n"])
    expect(shownName(name, "20101")).toBe("20101");
});

test("markup and other scripts stay as they are", () => {
  expect(shownName("<img src=x onerror=alert(1)>", "?")).toBe("<img src=x onerror=alert(1)>");
  expect(shownName("שלום \u202eabc", "?")).toBe("שלום \u202eabc");
});

test("control characters become blanks", () => {
  expect(shownName("Ada\r\nLovelace\u0000", "?")).toBe("Ada Lovelace");
});

test("initials are letters, whole characters, two at most", () => {
  expect(initials("Ada King Lovelace")).toBe("AK");
  expect(initials("émile")).toBe("É");
  expect(initials("<img src=x>")).toBe("IS");
  expect(initials("𝒜da 𝒦ing")).toBe("𝒜𝒦");
  expect(initials("… !")).toBe("?");
  expect(initials("")).toBe("?");
});
