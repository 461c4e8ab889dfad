import { type ContextTable, roleOfContext } from "../config/index.js";
import type { XmlState } from "../xml-state/index.js";
import type { ViewFacts } from "./view.js";

/** What one snapshot of the configuration says, as the views ask it. */
export function configurationFacts(xmlState: XmlState, contexts: ContextTable): ViewFacts {
  return {
    conference: (name) => xmlState.conferenceByName(name),
    nameOf: (number) => xmlState.userById(number)?.name,
    roleOf: (context) => roleOfContext(contexts, context),
  };
}
