import type { LiveMemberV2 } from "@parley/protocol/client";
import { useMemo, useRef } from "react";
import { useLanguage } from "../i18n/index.js";
import { placesOf } from "./arrange.js";

/** The order of the members' names, worked out anew only when there is a name that it does not hold. */
export function usePlaces(members: readonly LiveMemberV2[]): ReadonlyMap<string, number> {
  const language = useLanguage();
  const kept = useRef<{ language: string; places: ReadonlyMap<string, number> }>(undefined);
  return useMemo(() => {
    const known = kept.current;
    if (known?.language === language && members.every(({ name }) => known.places.has(name)))
      return known.places;
    const collator = new Intl.Collator(language, { numeric: true });
    const places = placesOf(
      members.map(({ name }) => name),
      collator,
    );
    kept.current = { language, places };
    return places;
  }, [members, language]);
}
