import { callersOf, findCallerByVariable, leadingNumber } from "../rooms.js";
import type { Turn } from "../turn.js";
import type { MemberCommand } from "./audio.js";
import { COMMANDS, type Command, findCommand, usage } from "./table.js";

/** `all` and `non_moderator` visit everybody with a channel, newest first; who is leaving is not visited. */
function runForEach(turn: Turn, run: MemberCommand, data: string | undefined, skip: boolean): void {
  for (const { id } of callersOf(turn.room)) {
    const caller = turn.caller(id);
    if (!caller) continue;
    if (skip && caller.moderator) {
      turn.write(`Skipping moderator (member id ${id}).\n`);
    } else run(turn, caller, data);
  }
}

/** The highest id; when that is a recorder, nothing happens. */
function runForLast(turn: Turn, run: MemberCommand, data: string | undefined): void {
  const last = turn.room.members.reduce((highest, member) => Math.max(highest, member.id), 0);
  const caller = turn.caller(last);
  if (caller) run(turn, caller, data);
}

function runForVariable(
  turn: Turn,
  run: MemberCommand,
  target: string,
  data: string | undefined,
): void {
  const equals = target.indexOf("=");
  const caller = findCallerByVariable(turn.room, target.slice(0, equals), target.slice(equals + 1));
  if (caller) run(turn, caller, data);
  else turn.write("-ERR Non-Existant member\n");
}

function runMemberCommand(
  turn: Turn,
  command: Command & { kind: "member" },
  argv: readonly string[],
): void {
  const [, , target = "", data] = argv;
  const id = leadingNumber(target);
  const word = target.toLowerCase();
  if (id !== 0) {
    const caller = turn.caller(id);
    if (caller) command.run(turn, caller, data);
    else turn.write(`-ERR Non-Existant ID ${id >>> 0}\n`);
  } else if (word === "all" || word === "non_moderator") {
    runForEach(turn, command.run, data, word === "non_moderator");
  } else if (word === "last") runForLast(turn, command.run, data);
  else if (target.includes("=")) runForVariable(turn, command.run, target, data);
  else turn.write(usage(command));
}

/** The text begins behind the first place where the word stands in the line, wherever that is. */
function textAfter(line: string, word: string): string {
  const at = line.indexOf(word);
  return at < 0 ? line : line.slice(at + word.length).replace(/^[ \t]+/, "");
}

/** Runs `argv[1]` on the room of the turn; `line` is the whole line as it came. */
export function dispatch(turn: Turn, argv: readonly string[], line: string): void {
  const word = argv[1] ?? "";
  const command = findCommand(word);
  if (!command) {
    turn.write(`-ERR Conference command '${word}' not found.\n`);
    return;
  }
  if (command.kind === "member") {
    runMemberCommand(turn, command, argv);
    return;
  }
  const understood =
    command.kind === "room"
      ? command.run(turn, argv)
      : command.run(turn, textAfter(line, command.name));
  if (!understood) turn.write(usage(command));
}

/** What `conference` alone answers. */
export const overview = (): string =>
  COMMANDS.map((command) => `<conf name> ${usage(command)}\n`).join("");

/** What `conference help` answers. */
export function help(): string {
  const lines = COMMANDS.map((command) => `\t\t${usage(command).trimEnd()}`);
  return `${lines.join("\n")}\n`;
}
