import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { User } from "../xml-state/index.js";
import { createLinks } from "./links.js";

const zoe: User = {
  id: "20001",
  name: "Zoë",
  password: "secret",
  conpin: "",
  context: "team",
  email: "",
  polymac: "none",
};
const find = (user: User) => (id: string) => (id === user.id ? user : undefined);

test("a link stands for its user for ten minutes", () => {
  let now = 1_000_000;
  const links = createLinks(randomBytes(32), () => now);
  const { token, expiresAt } = links.make(zoe);
  expect(expiresAt - now).toBe(600_000);
  expect(links.read(token, find(zoe))).toBe(zoe);
  now = expiresAt;
  expect(links.read(token, find(zoe))).toBeUndefined();
});

test("it ends with the password, the context and the user, and nobody can make one or stretch one", () => {
  const links = createLinks(randomBytes(32));
  const { token } = links.make(zoe);
  expect(links.read(token, find({ ...zoe, password: "other" }))).toBeUndefined();
  expect(links.read(token, find({ ...zoe, context: "public" }))).toBeUndefined();
  expect(links.read(token, () => undefined)).toBeUndefined();
  expect(createLinks(randomBytes(32)).read(token, find(zoe))).toBeUndefined();
  const [id = "", until = "", signature = ""] = token.split(".");
  const later = (Number.parseInt(until, 36) + 1).toString(36);
  for (const forged of [
    `${id}.${later}.${signature}`,
    `${id}.${until}.`,
    `${token}.x`,
    "",
    "..",
    id,
  ])
    expect(links.read(forged, find(zoe)), forged).toBeUndefined();
});
