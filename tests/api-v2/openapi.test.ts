import { BASE_V2, PATHS, ROUTES, type RouteName } from "@parley/protocol";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startSystem, type TestSystem } from "../_util/system.js";
import { type SessionClient, sessionClient } from "./session-client.js";

/** JSON Schema, as OpenAPI 3.1 takes it; whether it is valid the validator says. */
const Schema = z.looseObject({});
const Media = z.record(z.string(), z.strictObject({ schema: Schema.optional() }));
/** The part of the OpenAPI 3.1 specification that the document uses; anything else would be a slip of ours. */
const Operation = z.strictObject({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string().optional(),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(["path", "query"]),
      required: z.boolean(),
      schema: Schema,
    }),
  ),
  requestBody: z.strictObject({ required: z.boolean(), content: Media }).optional(),
  responses: z.record(
    z.string().regex(/^([1-5]\d\d|default)$/),
    z.strictObject({ description: z.string().min(1), content: Media.optional() }),
  ),
});
type Operation = z.infer<typeof Operation>;
const Document = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  paths: z.record(
    z.string().startsWith(`${BASE_V2}/`),
    z.partialRecord(z.enum(["get", "post", "put", "patch", "delete"]), Operation),
  ),
  components: z.strictObject({
    schemas: z.record(z.string(), Schema),
    securitySchemes: z.record(
      z.string(),
      z.discriminatedUnion("type", [
        z.strictObject({
          type: z.literal("apiKey"),
          in: z.enum(["cookie", "header", "query"]),
          name: z.string(),
        }),
        z.strictObject({ type: z.literal("http"), scheme: z.string() }),
      ]),
    ),
  }),
});

let system: TestSystem;
let admin: SessionClient;
let document: z.infer<typeof Document>;

beforeAll(async () => {
  system = await startSystem();
  admin = sessionClient(system.server.url);
  const response = await admin.raw("GET", "/api/v2/openapi.json");
  document = Document.parse(await response.json());
  ajv.addSchema({ $id: "doc:", components: document.components });
  await admin.signIn(system.admin);
});
afterAll(() => system.stop());

const operations = (): [path: string, method: string, operation: Operation][] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) => [path, method, operation] as [string, string, Operation],
    ),
  );

const ajv = new Ajv2020({ strict: false, validateFormats: false });
/** References lead into the document, which the validator knows by this name. */
const validator = (schema: object): ValidateFunction =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"doc:#/components')));

test("every route of the table is described, and nothing else", () => {
  const described = operations().map(([path, method, { operationId }]) => [
    operationId,
    `${method.toUpperCase()} ${path}`,
  ]);
  const routes = Object.entries(PATHS).map(([name, [method, path]]) => [
    name,
    `${method} ${BASE_V2}${path.replace(/:(\w+)/g, "{$1}")}`,
  ]);
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(routes));
  expect(described).toHaveLength(routes.length);
});

test("every route of the table is answered by the server", () => {
  const served = system.server.rights.map(({ method, url }) => `${method} ${url}`);
  for (const [method, path] of Object.values(PATHS))
    expect(served).toContain(`${method} ${BASE_V2}${path}`);
});

test("path parameters are those of the path, and each way to sign in is described", () => {
  const schemes = Object.keys(document.components.securitySchemes);
  for (const [path, , { parameters, security, operationId }] of operations()) {
    const named = parameters.filter((each) => each.in === "path");
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(named.map(({ name }) => name)).toEqual(inPath);
    expect(named.every(({ required }) => required)).toBe(true);
    for (const way of security.flatMap(Object.keys)) expect(schemes).toContain(way);
    expect(security.length > 0).toBe(ROUTES[operationId as RouteName].permission !== undefined);
  }
});

test("every schema is valid JSON Schema, and its references lead somewhere", () => {
  let compiled = 0;
  for (const [, , { parameters, requestBody, responses }] of operations()) {
    const contents = [requestBody, ...Object.values(responses)].map((each) => each?.content ?? {});
    const media = contents.flatMap((content) => Object.values(content));
    for (const { schema } of [...parameters, ...media]) {
      if (!schema) continue;
      expect(() => validator(schema)).not.toThrow();
      compiled += 1;
    }
  }
  expect(compiled).toBeGreaterThan(80);
});

/** Routes that can be asked as they stand; what they change is nothing. */
const ASKED = Object.entries(PATHS)
  .filter(([, [method, path]]) => method === "GET" && !path.includes(":"))
  .map(([name]) => name as RouteName);

test("answers of the server fit the table and the document", async () => {
  const caller = await system.softswitch.callers.call({ number: "20001", name: "Ada" }, "30000", {
    context: "team",
  });
  expect(ASKED.length).toBeGreaterThan(10);
  for (const name of ASKED) {
    const [method, path] = PATHS[name];
    const response = await admin.raw(method, `${BASE_V2}${path}`);
    expect(response.status, name).toBe(200);
    const answer: unknown = await response.json();
    const parsed = ROUTES[name].answer.safeParse(answer);
    expect(parsed.error, name).toBeUndefined();
    expect(parsed.data, `${name} says more than its schema`).toEqual(answer);
    const described = document.paths[`${BASE_V2}${path}`]?.get?.responses["200"]?.content;
    const fits = validator(described?.["application/json"]?.schema ?? {});
    fits(answer);
    expect(fits.errors, name).toBeNull();
  }
  await caller.hangup();
});

test("what is refused fits the document's problem", async () => {
  const fits = validator(document.components.schemas["Problem"] ?? {});
  for (const path of ["/users/nobody", "/users?page=0", "/recordings/nothing.wav", "/users?x=1"]) {
    const response = await admin.raw("GET", `${BASE_V2}${path}`);
    expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    fits(await response.json());
    expect(fits.errors, path).toBeNull();
  }
});

test("the page to read it loads only what the server has", async () => {
  const page = await (await admin.raw("GET", "/api/v2/docs")).text();
  const files = [...page.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, file]) => file);
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) {
    const response = await admin.raw("GET", `${BASE_V2}/${file}`);
    expect([response.status, (await response.text()).length > 100], file).toEqual([200, true]);
  }
});
