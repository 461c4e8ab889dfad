import {
  BASE_V2,
  PATHS,
  Problem,
  ROUTES,
  type RouteName,
  type RouteSchema,
} from "@parley/protocol";
import { z } from "zod";

const text = { type: "string" } as const;

/** The OpenAPI 3.1 document of v2, made of the same table that checks the requests. */
export function openApiDocument(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, [method, path]] of Object.entries(PATHS)) {
    const key = `${BASE_V2}${path.replace(/:(\w+)/g, "{$1}")}`;
    paths[key] ??= {};
    paths[key][method.toLowerCase()] = operation(name as RouteName, path);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Parley",
      version,
      description:
        "Users, conferences and live calls of a FreeSWITCH. Browsers sign in with a cookie and send the header `x-parley`; programs may use HTTP digest. Live state comes over the WebSocket `/api/v2/feed`.",
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(Problem, "output") },
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "parley_session" },
        digest: { type: "http", scheme: "digest" },
      },
    },
  };
}

function operation(name: RouteName, path: string): Record<string, unknown> {
  const route: RouteSchema = ROUTES[name];
  const { permission } = route;
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    security: permission === undefined ? [] : [{ session: [] }, { digest: [] }],
    ...(permission === undefined ? {} : { description: `Needs the permission \`${permission}\`.` }),
    parameters: [...pathParameters(path), ...queryParameters(route)],
    ...(route.body
      ? {
          requestBody: {
            required: !takesNothing(route.body),
            content: json(schemaOf(route.body, "input")),
          },
        }
      : {}),
    responses: { ...success(route), default: problem },
  };
}

const takesNothing = (body: z.ZodType): boolean => body.safeParse(undefined).success;

const json = (schema: unknown) => ({ "application/json": { schema } });

const problem = {
  description: "Not done; `code` says why",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

function success({ answer, media }: RouteSchema): Record<string, unknown> {
  if (media !== undefined)
    return {
      200: { description: "The file", content: { [media]: {} } },
      206: { description: "A part of the file", content: { [media]: {} } },
    };
  if (answer instanceof z.ZodUndefined) return { 204: { description: "Done" } };
  return { 200: { description: "Done", content: json(schemaOf(answer, "output")) } };
}

const pathParameters = (path: string) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: text,
  }));

function queryParameters({ query }: RouteSchema) {
  if (!query) return [];
  const { properties = {}, required = [] } = schemaOf(query, "input") as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}

function schemaOf(schema: z.ZodType, io: "input" | "output"): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
