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
  expect(redactUrl("/api/live?a=1&login=bob:secret&b=2")).toBe(
    "/api/live?a=1&login=[redacted]&b=2",
  );
});
