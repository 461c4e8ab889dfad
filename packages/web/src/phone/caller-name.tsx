import { useFeed } from "../feed/index.js";
import { Name } from "../ui/name.js";
import type { Call } from "./types.js";

/** The best name there is: what the call says, the conference or the phone with this number, the number itself. */
export function CallerName({ call }: { readonly call: Pick<Call, "name" | "number"> }) {
  const known = useFeed(({ conferences, registrations }) => {
    for (const { number, name } of conferences.values()) if (number === call.number) return name;
    for (const { user, name } of registrations.values()) if (user === call.number) return name;
    return undefined;
  });
  return <Name name={call.name || known || call.number} fallback={call.number} />;
}
