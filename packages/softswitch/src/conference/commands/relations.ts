import { splitArguments } from "../arguments.js";
import { callersOf, findCallerByText, leadingNumber } from "../rooms.js";
import type { Turn } from "../turn.js";
import type { Relation } from "../types.js";
import type { RoomCommand } from "./settings.js";

const ids = (text: string): number[] => splitArguments(text, ",", 100).map(leadingNumber);

const line = (id: number, to: Relation): string =>
  `${id} -> ${to.id} ${to.speak ? "SPEAK " : "NOSPEAK "}${to.hear ? "HEAR " : "NOHEAR "}` +
  `${to.sendVideo ? "SENDVIDEO " : "NOSENDVIDEO "}\n`;

function show(turn: Turn, text: string | undefined): void {
  const related = callersOf(turn.room).filter((caller) => caller.relations.length > 0);
  if (related.length === 0) {
    turn.write("+OK No relationships\n");
    return;
  }
  for (const id of text === undefined ? [] : ids(text)) {
    for (const caller of related.filter((candidate) => id <= 0 || candidate.id === id)) {
      for (const relation of caller.relations) turn.write(line(caller.id, relation));
    }
  }
}

function clear(turn: Turn, id: number, other: number): void {
  const caller = turn.caller(id);
  if (!caller) {
    turn.write(`-ERR relationship ${id}->${other} not found.\n`);
    return;
  }
  turn.change(id, { relations: caller.relations.filter((relation) => relation.id !== other) });
  turn.write(`+OK relationship ${id}->${other} cleared.\n`);
}

function relatePair(turn: Turn, id: number, other: number, action: string): void {
  const caller = turn.caller(id);
  if (!caller || !turn.caller(other)) {
    turn.write("-ERR error!\n");
    return;
  }
  const relation: Relation = {
    id: other,
    speak: !action.includes("nospeak"),
    hear: !action.includes("nohear"),
    sendVideo: action.includes("sendvideo"),
  };
  const relations = [relation, ...caller.relations.filter((known) => known.id !== other)];
  turn.change(id, { relations, ...(relation.speak ? {} : { talking: false }) });
  turn.write(`+OK ${id}->${other} ${action} set\n`);
}

export const relate: RoomCommand = (turn, argv) => {
  const [, , first, second, action] = argv;
  if (first === undefined || second === undefined) {
    show(turn, first);
    return true;
  }
  if (action === undefined) return false;
  const clears = action.toLowerCase() === "clear";
  if (!clears && !/nospeak|nohear|sendvideo/.test(action)) return false;
  for (const id of ids(first)) {
    for (const other of ids(second)) {
      if (clears) clear(turn, id, other);
      else relatePair(turn, id, other, action);
    }
  }
  return true;
};

/** The member leaves this room and joins the other, where it gets a new id. */
function transferOne(turn: Turn, target: string, text: string): void {
  const caller = findCallerByText(turn.room, text);
  if (!caller) {
    turn.write(`-ERR No Member ${text} in conference ${turn.room.name}.\n`);
    return;
  }
  turn.write(`+OK Member '${caller.id}' sent to conference ${target}.\n`);
  turn.fireMember(
    "transfer",
    caller.id,
    [],
    [
      ["Old-Conference-Name", turn.room.name],
      ["New-Conference-Name", target],
    ],
  );
  turn.change(caller.id, { leaving: true });
  turn.effect({ type: "transfer", memberId: caller.id, target });
}

export const transfer: RoomCommand = (turn, argv) => {
  const [, , target, ...targets] = argv;
  if (!target || targets.length === 0) return false;
  for (const text of targets) transferOne(turn, target, text);
  return true;
};
