import type { FastifyInstance } from "fastify";
import { HttpError } from "./errors.js";

const MAX_DEPTH = 32;

/** How deep arrays and objects are nested in a JSON text, without parsing it. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (quoted) {
      if (character === 0x5c) i++;
      else if (character === 0x22) quoted = false;
    } else if (character === 0x22) quoted = true;
    else if (character === 0x5b || character === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x5d || character === 0x7d) depth--;
  }
  return deepest;
}

/** Bodies are JSON of bounded depth; `__proto__` and `constructor` keys are refused while parsing. */
export function acceptJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (depthOf(body as string) > MAX_DEPTH)
      return done(new HttpError(400, `body: nested deeper than ${MAX_DEPTH} levels`, "body"));
    return parse(request, body as string, (error, value) =>
      done(error ? new HttpError(400, "body: is not valid JSON", "body") : null, value),
    );
  });
}
