import { mediaRecord } from "../call-record.js";
import { q850 } from "../causes.js";
import { epochMicros } from "../stamps.js";
import { chooseCodec } from "./codecs.js";
import type { Agreement, CallFacts, Leg, LegListener, Values } from "./leg.js";
import {
  ackVariables,
  afterByeVariables,
  answerVariables,
  byeVariables,
  callVariables,
  inviteVariables,
  mediaVariables,
  type Telephone,
  userVariables,
} from "./telephone.js";

/** A telephone without wire or sound: whatever it is asked it has done at once. */
export class ScriptedLeg implements Leg {
  readonly endpoint = "sofia";
  readonly audio = undefined;
  readonly video = undefined;
  readonly hasVideo = false;
  listener: LegListener | undefined;
  #codec = chooseCodec(undefined);
  #over = false;
  #facts: { destination: string; branch: string } = { destination: "", branch: "" };

  constructor(
    readonly phone: Telephone,
    /** The ACK comes after what the dialplan does at once. */
    readonly soon: (work: () => void) => void,
  ) {}

  firstVariables(facts: CallFacts): Values {
    const { uuid, serial, name, now, destination } = facts;
    this.#facts = { destination, branch: uuid.slice(0, 8) };
    return callVariables(this.phone, uuid, serial, name, epochMicros(now));
  }

  userVariables(own: Values): Values {
    return userVariables(this.phone, [...own]);
  }

  requestVariables(): Values {
    const { destination, branch } = this.#facts;
    return inviteVariables(this.phone, destination, branch);
  }

  agree(wanted: string | undefined): Agreement {
    this.#codec = chooseCodec(wanted);
    const variables = mediaVariables(this.phone, this.#codec, wanted ?? this.#codec.name);
    return { codec: this.#codec, variables };
  }

  ring(): void {}

  early(): Values {
    return [];
  }

  answer(): Values {
    this.soon(() => {
      if (this.#over) return;
      const { destination, branch } = this.#facts;
      this.listener?.confirmed(ackVariables(this.phone, destination, branch));
    });
    return answerVariables(this.phone, this.#codec);
  }

  end(): Values {
    return [["sip_hangup_disposition", "send_bye"]];
  }

  close(): void {
    this.#over = true;
  }

  mediaRecord(answeredMs: number): Values {
    return mediaRecord(answeredMs);
  }

  sendDtmf(): void {}

  async hold(): Promise<boolean> {
    return true;
  }

  /** What the script wants: the phone says BYE. */
  hangup(cause: string): void {
    this.listener?.ended(cause, byeVariables(q850(cause)), afterByeVariables());
  }
}
