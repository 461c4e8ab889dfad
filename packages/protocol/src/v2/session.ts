import { z } from "zod";
import { PERMISSIONS, ROLES } from "../roles.js";
import { value } from "./common.js";

export const SignIn = z.strictObject({ name: value, password: value });
export type SignIn = z.infer<typeof SignIn>;

/** Who is signed in, and what may be done: `true` for every target, or the roles of targets for which it holds. */
export const Me = z.object({
  /** The user's number. */
  id: z.string(),
  name: z.string(),
  email: z.string(),
  context: z.string(),
  role: z.enum(ROLES),
  permissions: z.partialRecord(
    z.enum(PERMISSIONS),
    z.union([z.literal(true), z.array(z.enum(ROLES))]),
  ),
  /** Whether the console of the event socket may be used here (configuration, and the right to). */
  console: z.boolean(),
});
export type Me = z.infer<typeof Me>;

/** What the browser's phone needs to register. The password is not in it: `ha1` is MD5(user:realm:password). */
export const MyPhone = z.object({
  user: z.string(),
  domain: z.string(),
  displayName: z.string(),
  realm: z.string(),
  ha1: z.string(),
  /** SIP over WebSocket, in order of preference (`wss://host:7443`). */
  servers: z.array(z.string()),
  iceServers: z.array(
    z.object({
      urls: z.array(z.string()),
      username: z.string().optional(),
      credential: z.string().optional(),
    }),
  ),
  /** Audio codecs to keep in an offer, best first; empty for the browser's own. */
  codecs: z.array(z.string()),
  /** A number that plays back what one says; absent where the dialplan has none. */
  echoTest: z.string().optional(),
});
export type MyPhone = z.infer<typeof MyPhone>;
