import { useFeed } from "../feed/index.js";
import { Name } from "../ui/name.js";
import type { Call } from "./types.js";

/** The best name there is: what the call says, the conference with this number, the number itself. */
export function CallerName({ call }: { readonly call: Pick<Call, "name" | "number"> }) {
  const conference = useFeed(({ conferences }) => {
    for (const each of conferences.values()) if (each.number === call.number) return each.name;
    return "";
  });
  return <Name name={call.name || conference || call.number} fallback={call.number} />;
}
