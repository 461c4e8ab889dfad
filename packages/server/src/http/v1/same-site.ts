import type { FastifyRequest } from "fastify";
import { HttpError } from "../errors.js";

/** `Sec-Fetch-Site` of what a page of this server asks for, or a person by the address line; programs do not say. */
const OURS: readonly unknown[] = [undefined, "same-origin", "none"];

/**
 * Before a route that changes something by GET. A browser that has been told name and password sends them with every
 * request, also with one that an image or a link of another site makes.
 *
 * @throws {HttpError} 403 for what another site asked for.
 */
export async function refuseOtherSites({ headers }: FastifyRequest): Promise<void> {
  if (!OURS.includes(headers["sec-fetch-site"]))
    throw new HttpError(403, "changes have to be asked for by a page of this server");
}
