// A phone of a few lines: registers, calls, answers the challenge, hangs up. `send` carries text to the switch, whose
// messages come to `receive`. What the switch asks within a call is answered with 200.
import { createHash, randomBytes } from "node:crypto";

const md5 = (text) => createHash("md5").update(text).digest("hex");
const token = () => randomBytes(6).toString("hex");
const header = (message, name) =>
  new RegExp(`^${name}:[ \\t]*(.*?)\\r$`, "im").exec(message)?.[1] ?? "";
const AGAIN_MS = 500;
const GIVE_UP_MS = 15_000;

export class SipCaller {
  #waiting = new Map();

  /** `transport`: UDP or WS; `at`: what Via and Contact name. */
  constructor({ send, transport, at, host }) {
    Object.assign(this, { send, transport, at, host });
  }

  receive(message) {
    if (message.startsWith("SIP/2.0 ")) {
      this.#waiting.get(`${header(message, "Call-ID")} ${header(message, "CSeq")}`)?.(message);
      return;
    }
    if (message.startsWith("ACK ")) return;
    const names = ["Via", "From", "To", "Call-ID", "CSeq"];
    const lines = names.map((name) => `${name}: ${header(message, name)}`);
    this.send(`SIP/2.0 200 OK\r\n${lines.join("\r\n")}\r\nContent-Length: 0\r\n\r\n`);
  }

  async register(user, password) {
    const dialog = { callId: token(), tag: token(), user, number: user, cseq: 0 };
    const uri = `sip:${this.host}`;
    const final = await this.#signed("REGISTER", uri, dialog, password, "", ["Expires: 600"]);
    if (final.status !== 200) throw new Error(`REGISTER ${user}: ${final.status}`);
  }

  /** Calls; gives the answer's SDP and what ends the call. */
  async call(user, password, number, sdp) {
    const dialog = { callId: token(), tag: token(), user, number, cseq: 0 };
    const uri = `sip:${number}@${this.host}`;
    const final = await this.#signed("INVITE", uri, dialog, password, sdp);
    if (final.status !== 200) throw new Error(`INVITE ${number}: ${final.status}`);
    dialog.to = header(final.message, "To");
    const target = /<([^>]*)>/.exec(header(final.message, "Contact"))?.[1] ?? uri;
    this.send(this.#text("ACK", target, dialog));
    const hangUp = () => {
      dialog.cseq += 1;
      return this.#request("BYE", target, dialog, "");
    };
    return { sdp: final.message.split("\r\n\r\n")[1], hangUp };
  }

  async #signed(method, uri, dialog, password, body, headers = []) {
    dialog.cseq += 1;
    const first = await this.#request(method, uri, dialog, body, headers);
    if (first.status !== 401 && first.status !== 407) return first;
    const kind = first.status === 401 ? "WWW-Authenticate" : "Proxy-Authenticate";
    const challenge = header(first.message, kind);
    const value = (name) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? "";
    const [realm, nonce, cnonce] = [value("realm"), value("nonce"), token()];
    const ha1 = md5(`${dialog.user}:${realm}:${password}`);
    const response = md5(`${ha1}:${nonce}:00000001:${cnonce}:auth:${md5(`${method}:${uri}`)}`);
    const name = first.status === 401 ? "Authorization" : "Proxy-Authorization";
    const signed = `${name}: Digest username="${dialog.user}", realm="${realm}", nonce="${nonce}", uri="${uri}", algorithm=MD5, qop=auth, nc=00000001, cnonce="${cnonce}", response="${response}"`;
    dialog.cseq += 1;
    return this.#request(method, uri, dialog, body, [...headers, signed]);
  }

  /** Sends until somebody says something, and waits for the final answer; a refused INVITE is acknowledged. */
  #request(method, uri, dialog, body, headers) {
    const branch = `z9hG4bK${token()}`;
    const text = this.#text(method, uri, dialog, body, headers, branch);
    const key = `${dialog.callId} ${dialog.cseq} ${method}`;
    return new Promise((resolve, reject) => {
      const end = () => {
        clearInterval(again);
        clearTimeout(never);
        this.#waiting.delete(key);
      };
      const again = setInterval(() => this.transport === "UDP" && this.send(text), AGAIN_MS);
      const never = setTimeout(() => {
        end();
        reject(new Error(`${method} ${uri} got no answer`));
      }, GIVE_UP_MS);
      this.#waiting.set(key, (message) => {
        const status = Number(message.slice(8, 11));
        clearInterval(again);
        if (status < 200) return;
        end();
        const to = header(message, "To");
        if (method === "INVITE" && status >= 300)
          this.send(this.#text("ACK", uri, { ...dialog, to }, "", [], branch));
        resolve({ status, message });
      });
      this.send(text);
    });
  }

  #text(method, uri, dialog, body = "", headers = [], branch = `z9hG4bK${token()}`) {
    const { callId, tag, user, number, cseq, to } = dialog;
    const lines = [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/${this.transport} ${this.at};rport;branch=${branch}`,
      "Max-Forwards: 70",
      `From: <sip:${user}@${this.host}>;tag=${tag}`,
      `To: ${to ?? `<sip:${number}@${this.host}>`}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq} ${method}`,
      `Contact: <sip:${user}@${this.at};transport=${this.transport.toLowerCase()}>`,
      ...headers,
      ...(body === "" ? [] : ["Content-Type: application/sdp"]),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    return `${lines.join("\r\n")}\r\n\r\n${body}`;
  }
}
