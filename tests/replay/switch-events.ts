import type { EslEvent } from "@parley/esl";
import { decodeEvent, FrameDecoder } from "@parley/esl/codec";
import { encodeEvent } from "@parley/esl/switch";

export interface ScriptedMember {
  readonly id: string;
  readonly name?: string;
  readonly number: string;
  readonly moderator?: boolean;
  readonly speak?: boolean;
  readonly hear?: boolean;
  readonly hold?: boolean;
  readonly talking?: boolean;
}

export interface ScriptedConference {
  readonly name: string;
  readonly uuid: string;
  readonly profile?: string;
}

type Header = readonly [string, string];

/** Makes the events of a switch, as bytes and back, with sequence numbers that count up. */
export class SwitchEvents {
  #sequence = 0;
  readonly #core: string;

  constructor(core = "6d7a1f0e-0000-4000-8000-000000000001") {
    this.#core = core;
  }

  room(
    conference: ScriptedConference,
    action: string,
    extra: readonly Header[] = [],
    size?: number,
  ): EslEvent {
    const count: Header[] = size === undefined ? [] : [["Conference-Size", String(size)]];
    return this.custom("conference::maintenance", [
      ...roomHeaders(conference),
      ...count,
      ["Action", action],
      ...extra,
    ]);
  }

  member(
    conference: ScriptedConference,
    action: string,
    member: ScriptedMember,
    extra: readonly Header[] = [],
    size?: number,
  ): EslEvent {
    return this.room(conference, action, [...memberHeaders(member), ...extra], size);
  }

  floor(conference: ScriptedConference, id: string): EslEvent {
    return this.room(conference, "floor-change", [["New-ID", id]]);
  }

  api(command: string, argument: string): EslEvent {
    return this.#event([
      ["Event-Name", "API"],
      ...this.#origin(),
      ["API-Command", command],
      ["API-Command-Argument", argument],
    ]);
  }

  register(user: string, callId: string, port: string, expires = "300"): EslEvent {
    return this.custom("sofia::register", [
      ["profile-name", "internal"],
      ["from-user", user],
      ["from-host", "127.0.0.1"],
      ["call-id", callId],
      ["expires", expires],
      ["network-ip", "127.0.0.1"],
      ["network-port", port],
    ]);
  }

  unregister(user: string, callId: string): EslEvent {
    return this.custom("sofia::unregister", [
      ["profile-name", "internal"],
      ["from-user", user],
      ["call-id", callId],
    ]);
  }

  heartbeat(): EslEvent {
    return this.#event([["Event-Name", "HEARTBEAT"], ...this.#origin()]);
  }

  custom(subclass: string, headers: readonly Header[]): EslEvent {
    return this.#event([
      ["Event-Subclass", subclass],
      ["Event-Name", "CUSTOM"],
      ...this.#origin(),
      ...headers,
    ]);
  }

  #origin(): Header[] {
    this.#sequence += 1;
    return [
      ["Core-UUID", this.#core],
      ["Event-Date-Timestamp", String((1_795_000_000_000 + this.#sequence) * 1000)],
      ["Event-Sequence", String(this.#sequence)],
    ];
  }

  #event(headers: readonly Header[]): EslEvent {
    const decoder = new FrameDecoder();
    decoder.push(encodeEvent(headers, undefined, "plain"));
    const frame = decoder.next();
    if (!frame) throw new Error("no whole frame");
    return decodeEvent(frame);
  }
}

function roomHeaders({ name, uuid, profile = "16kHz-novideo" }: ScriptedConference): Header[] {
  return [
    ["Conference-Name", name],
    ["Conference-Domain", "127.0.0.1"],
    ["Conference-Profile-Name", profile],
    ["Conference-Unique-ID", uuid],
  ];
}

function memberHeaders(member: ScriptedMember): Header[] {
  return [
    ["Unique-ID", `channel-${member.id}`],
    ["Caller-Caller-ID-Name", member.name ?? member.number],
    ["Caller-Caller-ID-Number", member.number],
    ["Video", "false"],
    ["Hear", String(member.hear ?? true)],
    ["Speak", String(member.speak ?? true)],
    ["Talking", String(member.talking ?? false)],
    ["Hold", String(member.hold ?? false)],
    ["Member-ID", member.id],
    ["Member-Type", member.moderator ? "moderator" : "member"],
    ["Energy-Level", "0"],
  ];
}
