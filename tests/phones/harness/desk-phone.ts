import {
  headerOf,
  type RawPhone,
  rawRequest,
  statusOf,
  udpPhone,
} from "../../../packages/softswitch/testing/raw-phone.js";
import { credentials } from "../../../packages/softswitch/testing/sip-phone.js";
import { type Bench, person } from "./bench.js";

const REALM = "sip:127.0.0.1";

export interface DeskPhoneWishes {
  readonly agent?: string;
  /** User part of its contact; the user it signs in as unless given. */
  readonly contact?: string;
}

/** A desk phone that has signed in by UDP: it shows what it is sent, and answers nothing by itself. */
export async function deskPhone(
  bench: Bench,
  id: string,
  callId: string,
  { agent = "desk phone", contact = id }: DeskPhoneWishes = {},
): Promise<RawPhone> {
  const phone = await udpPhone(bench.at.udp.port);
  bench.keep({ close: async () => phone.close() });
  const register = async (more: readonly string[]) => {
    const to = `<sip:${id}@127.0.0.1>`;
    const headers = ["Expires: 60", `User-Agent: ${agent}`, ...more];
    const request = rawRequest("REGISTER", phone.port, {
      user: id,
      callId,
      uri: REALM,
      to,
      headers,
    });
    phone.send(request.replace(`Contact: <sip:${id}@`, `Contact: <sip:${contact}@`));
    return phone.take();
  };
  const from = bench.at.control.now;
  const challenge = headerOf(await register([]), "WWW-Authenticate") ?? "";
  const { password } = person(id);
  const signed = { method: "REGISTER", uri: REALM, user: id, password } as const;
  const answer = await register([`Authorization: ${credentials(challenge, signed)}`]);
  if (statusOf(answer) !== 200) throw new Error(`${id} is refused: ${answer}`);
  await bench.at.control.sofia("register", id, from);
  return phone;
}
