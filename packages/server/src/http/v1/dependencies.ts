import type { Archive } from "../../archive/index.js";
import type { ConferencesService } from "../../conferences/index.js";
import type { ContextTable } from "../../config/index.js";
import type { Recordings } from "../../recordings/index.js";
import type { UsersService } from "../../users/index.js";
import type { XmlState } from "../../xml-state/index.js";

/** What REST v1 needs of the other rooms. */
export interface HttpV1Dependencies {
  readonly xmlState: () => XmlState;
  readonly contexts: ContextTable;
  readonly users: UsersService;
  readonly conferences: ConferencesService;
  readonly recordings: Recordings;
  readonly archive: Archive;
}
