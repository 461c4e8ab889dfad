import { ROLES, type Role } from "@parley/protocol";
import { safeFileName } from "../live-state/index.js";
import type { StoryConference } from "../recording-stories/index.js";
import { beforeMoment } from "./names.js";

export interface Owner {
  readonly name: string;
  readonly context: string;
}

export interface OwnershipFacts<Conference extends Owner> {
  /** The conference that a file's name points to. */
  readonly byFile: (file: string) => Conference | undefined;
  readonly byNumber: (number: string) => Conference | undefined;
  readonly byName: (name: string) => Conference | undefined;
  readonly roleOf: (context: string) => Role | undefined;
}

/**
 * The configured conference a recording is of. Its side file knows better than its name: a conference may have been
 * renamed, or another may have taken its name. But whoever may write into the folder could lay a side file beside
 * somebody else's recording, so it opens nothing that the name keeps closed: it counts only where the name could be
 * of the conference it tells, and where name and side file differ, the one that fewer people may see decides.
 */
export function ownerOf<Conference extends Owner>(
  file: string,
  told: StoryConference | undefined,
  { byFile, byNumber, byName, roleOf }: OwnershipFacts<Conference>,
): Conference | undefined {
  const named = byFile(file);
  if (!told || !couldBeOf(file, told)) return named;
  const known = told.number === undefined ? byName(told.name) : byNumber(told.number);
  if (!named || !known) return known ?? named;
  const rank = ({ context }: Conference) => rankOf(roleOf(context));
  return rank(named) < rank(known) ? named : known;
}

/** The lower, the fewer may see it; without a role it is the administrators' alone. */
const rankOf = (role: Role | undefined): number => (role === undefined ? -1 : ROLES.indexOf(role));

/** A name of ours begins with the conference's name of that time. */
function couldBeOf(file: string, { name }: StoryConference): boolean {
  const stem = beforeMoment(file);
  return stem === undefined || stem === safeFileName(name);
}
