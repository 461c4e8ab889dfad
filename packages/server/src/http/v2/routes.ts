import {
  type Answer,
  BASE_V2,
  type CallInput,
  PATHS,
  PathValue,
  ROUTES,
  type RouteName,
  type RouteSchema,
} from "@parley/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Account } from "../../accounts/index.js";
import type { User } from "../../xml-state/index.js";
import { fieldName } from "../errors.js";
import { ProblemError, problemOf } from "./problem.js";

type Parsed<Name extends RouteName, Key extends "query" | "body"> =
  (typeof ROUTES)[Name] extends Record<Key, infer Schema extends z.ZodType>
    ? z.output<Schema>
    : undefined;

/** A request that fits the route's schemas, of somebody who may use the route. */
export interface Call<Name extends RouteName> {
  readonly params: CallInput<Name> extends { readonly params: infer Params } ? Params : undefined;
  readonly query: Parsed<Name, "query">;
  readonly body: Parsed<Name, "body">;
  /** Undefined on the routes that are open to anybody. */
  readonly account: Account<User>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Handler<Name extends RouteName> = (
  call: Call<Name>,
) => Answer<Name> | Promise<Answer<Name>> | FastifyReply | Promise<FastifyReply>;

/** Some routes of v2, by name; a room's file gives its own. */
export type Handlers = { readonly [Name in RouteName]?: Handler<Name> };

/** Registers routes under `/api/v2`, each checked against the protocol's table before its handler sees it. */
export function registerRoutes(app: FastifyInstance, handlers: Handlers): void {
  for (const [name, handler] of Object.entries(handlers) as [RouteName, Handler<RouteName>][]) {
    const [method, path] = PATHS[name];
    const route: RouteSchema = ROUTES[name];
    const { permission } = route;
    app.route({
      method,
      url: `${BASE_V2}${path}`,
      config: permission === undefined ? { open: true } : { permission },
      errorHandler: (error, request, reply) => {
        const { body, headers } = problemOf(error as Error);
        if (body.code === "internal") request.log.error({ err: error }, "request failed");
        return reply.code(body.status).headers(headers).type("application/problem+json").send(body);
      },
      handler: async (request, reply) => {
        const answer = await handler({
          params: paramsOf(request.params as Record<string, unknown>),
          query: checked(route.query, request.query, "query"),
          body: checked(route.body, request.body, "body"),
          account: request.account,
          request,
          reply,
        } as unknown as Call<RouteName>);
        if (reply.sent || (answer as unknown) === reply) return reply;
        return answer === undefined ? reply.code(204).send() : answer;
      },
    });
  }
}

function paramsOf(params: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([key, value]) => {
      const parsed = PathValue.safeParse(value);
      if (!parsed.success) throw new ProblemError("invalid", `${key} is not valid`, key);
      return [key, parsed.data];
    }),
  );
}

function checked(schema: z.ZodType | undefined, value: unknown, place: string): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value ?? (place === "query" ? {} : undefined));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (!issue) throw new ProblemError("invalid", `${place} is not valid`, place);
  const unknown = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const path = fieldName([...issue.path, ...unknown]);
  const field = path === "body" ? place : path;
  const reason = unknown.length > 0 ? "is not known" : issue.message;
  throw new ProblemError("invalid", `${field}: ${reason}`, field);
}
