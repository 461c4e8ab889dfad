import type { ChangeDraft, ConferenceValues, Expectation, Planned } from "../changes/index.js";
import type { ContextTable } from "../config/index.js";
import {
  checkConferenceName,
  checkConferenceType,
  checkContext,
  ItemError,
  quotable,
} from "../values/index.js";
import type { Conference, XmlState } from "../xml-state/index.js";
import type { ConferenceChange, ConferenceReference, NewConference } from "./model.js";

type Plan = (draft: ChangeDraft) => Promise<Planned<Conference>>;

export function planAddition(item: NewConference, contexts: ContextTable): Plan {
  return async (draft) => {
    const rule = checkContext(contexts, item.context);
    const name = checkConferenceName(item.name);
    const type = checkConferenceType(draft.state.conferenceTypes, item.type);
    requireFree(draft, name);
    const num = await draft.claimConferenceNumber(rule.name, rule.conferences);
    const added: Conference = { num, name, type, context: rule.name };
    await draft.store.createConference(valuesOf(added));
    draft.conferences.put(added);
    return { expects: [expectation(num, added)], result: reader(added) };
  };
}

export function planModification(item: ConferenceChange, contexts: ContextTable): Plan {
  return async (draft) => {
    const conference = requireConference(draft, item.num);
    const rule = item.context === undefined ? undefined : checkContext(contexts, item.context);
    const set: Partial<Conference> = {
      ...(item.name !== undefined && { name: checkConferenceName(item.name) }),
      ...(item.type !== undefined && {
        type: checkConferenceType(draft.state.conferenceTypes, item.type),
      }),
    };
    if (set.name !== undefined) requireFree(draft, set.name, conference);
    if (rule === undefined || rule.name === conference.context) {
      return planChange(draft, conference, set);
    }
    const num = await draft.claimConferenceNumber(rule.name, rule.conferences);
    return planMove(draft, conference, { ...set, num, context: rule.name });
  };
}

export function planRemoval(item: ConferenceReference): Plan {
  return async (draft) => {
    const conference = requireConference(draft, item.num);
    await draft.store.removeConference(conference.num);
    draft.conferences.delete(conference.num);
    return { expects: [expectation(conference.num, "gone")], result: () => conference };
  };
}

async function planChange(draft: ChangeDraft, conference: Conference, set: Partial<Conference>) {
  const changed = { ...conference, ...set };
  await draft.store.changeConference(conference.num, valuesOf(changed));
  draft.conferences.put(changed);
  return { expects: [expectation(conference.num, set)], result: reader(changed) };
}

async function planMove(draft: ChangeDraft, conference: Conference, set: Partial<Conference>) {
  const moved = { ...conference, ...set };
  await draft.store.moveConference(conference.num, valuesOf(moved));
  draft.conferences.delete(conference.num);
  draft.conferences.put(moved);
  const expects = [expectation(conference.num, "gone"), expectation(moved.num, set)];
  return { expects, result: reader(moved) };
}

const valuesOf = ({ num, name, type, context }: Conference): ConferenceValues => ({
  number: num,
  name,
  type,
  context,
});

const expectation = (id: string, fields: Partial<Conference> | "gone"): Expectation => ({
  entity: "conference",
  id,
  fields,
});

function requireConference(draft: ChangeDraft, number: string): Conference {
  const conference = draft.conferences.get(number);
  if (conference !== undefined) return conference;
  throw new ItemError("unknown", `no conference ${quotable(number)}`, "num");
}

function requireFree(draft: ChangeDraft, name: string, own?: Conference): void {
  if (name !== own?.name && draft.conferences.isNameTaken(name, own?.num)) {
    throw new ItemError("taken", "name already taken", "name");
  }
}

function reader(planned: Conference): (state: XmlState) => Conference {
  return (state) => state.conferenceByNumber(planned.num) ?? planned;
}
