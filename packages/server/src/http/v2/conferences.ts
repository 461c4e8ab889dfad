import { type ConferenceV2, may, type Role } from "@parley/protocol";
import type { Account } from "../../accounts/index.js";
import type { ConferencesService } from "../../conferences/index.js";
import { type ContextTable, roleOfContext } from "../../config/index.js";
import type { LiveConference, LiveState } from "../../live-state/index.js";
import { recordsVideo } from "../../live-state/index.js";
import type { Conference, User, XmlState } from "../../xml-state/index.js";
import { matchesSearch, onlyOne, outcomesOf, pageOf } from "./lists.js";
import { ProblemError } from "./problem.js";
import type { Handlers } from "./routes.js";

export interface ConferencesDependencies {
  readonly conferences: ConferencesService;
  readonly xmlState: () => XmlState;
  readonly liveState: () => LiveState;
  readonly contexts: ContextTable;
}

/** The configured conferences: all for administrators, for others those they may dial. */
export function conferencesHandlers(rooms: ConferencesDependencies): Handlers {
  return { ...reading(rooms), ...changing(rooms) };
}

function reading(rooms: ConferencesDependencies): Handlers {
  const { xmlState } = rooms;
  return {
    "conferences.list": ({ query, account }) => {
      const view = viewOf(rooms, account);
      const wanted = xmlState()
        .conferences.filter(
          (each) =>
            view.sees(each) &&
            matchesSearch(query.search, each.num, each.name, each.type) &&
            (query.context === undefined || query.context === each.context),
        )
        .map(view.show)
        .filter(({ joinable }) => query.joinable === undefined || query.joinable === joinable);
      return pageOf(wanted, query);
    },
    "conferences.read": ({ params, account }) => {
      const view = viewOf(rooms, account);
      const conference = xmlState().conferenceByNumber(params.number);
      if (!conference || !view.sees(conference)) throw unknown(params.number);
      return view.show(conference);
    },
    "types.list": () => ({
      items: xmlState().conferenceTypes.map((name) => {
        const rate = /^(\d+)kHz/i.exec(name)?.[1];
        const video = recordsVideo(name) || (/video/.test(name) && !/novideo/.test(name));
        return { name, video, ...(rate === undefined ? {} : { rate: Number(rate) * 1000 }) };
      }),
    }),
  };
}

function changing(rooms: ConferencesDependencies): Handlers {
  const { conferences, xmlState } = rooms;
  const numberOf = (number: string): string => {
    const conference = xmlState().conferenceByNumber(number);
    if (!conference) throw unknown(number);
    return conference.num;
  };
  return {
    "conferences.create": async ({ body: { items, dryRun }, account }) => {
      const results = await (dryRun ? conferences.preview(items) : conferences.add(items));
      return outcomesOf(items, results, viewOf(rooms, account).show, dryRun);
    },
    "conferences.change": async ({ params, body, account }) => {
      const change = { num: numberOf(params.number), ...body };
      return viewOf(rooms, account).show(onlyOne(await conferences.modify([change])));
    },
    "conferences.remove": async ({ params }) => {
      onlyOne(await conferences.remove([{ num: numberOf(params.number) }]));
      return undefined;
    },
    "conferences.removeMany": async ({ body }) => {
      const items = [...new Set(body.numbers)].map((num) => ({ num }));
      return outcomesOf(items, await conferences.remove(items), ({ num }) => ({ id: num }));
    },
  };
}

const unknown = (number: string): ProblemError =>
  new ProblemError("not found", `no conference ${number}`, "number");

/** The one constructor of v2 conferences, and who sees which. */
function viewOf(rooms: ConferencesDependencies, { role }: Account<User>) {
  const live = new Map<string, LiveConference>();
  for (const each of rooms.liveState().conferences.values()) live.set(each.name, each);
  const ownerOf = ({ context }: Conference): Role | undefined =>
    roleOfContext(rooms.contexts, context);
  // Whom the tree's dialplan lets dial a conference is whom the table lets watch it.
  const joinable = (conference: Conference) => may(role, "live.watch", ownerOf(conference));
  return {
    sees: (conference: Conference) => may(role, "conferences.read") || joinable(conference),
    show: (conference: Conference): ConferenceV2 => {
      const { num, name, type, context } = conference;
      const running = joinable(conference) ? live.get(name) : undefined;
      return {
        number: num,
        name,
        type,
        context,
        joinable: joinable(conference),
        ...(running
          ? {
              live: { id: running.uuid, members: running.members.size, locked: running.locked },
            }
          : {}),
      };
    },
  };
}
