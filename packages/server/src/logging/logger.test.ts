import { expect, test } from "vitest";
import { createLogger, redactUrl } from "./index.js";

test("secrets are redacted wherever they stand", () => {
  const lines: string[] = [];
  const log = createLogger("info", { write: (line) => lines.push(line) });
  log.info(
    { password: "s3cret", user: { password: "s3cret" }, a: { b: { authorization: "s3cret" } } },
    "x",
  );
  const written = lines.join("");
  expect(written).toContain('"x"');
  expect(written).not.toContain("s3cret");
});

test("the login of a WebSocket address is never shown", () => {
  for (const login of ["bob:secret", "bob:secret&b=2", "Bob & Co:this&that#x"])
    expect(redactUrl(`/api/live?a=1&login=${login}`)).toBe("/api/live?a=1&login=[redacted]");
  expect(redactUrl("/x?token=a&password=b&c=d")).toBe(
    "/x?token=[redacted]&password=[redacted]&c=d",
  );
});
