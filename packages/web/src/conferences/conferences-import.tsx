import type { ConferenceV2, NewConferenceV2 } from "@parley/protocol/client";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../api/index.js";
import { useLanguage, useTexts } from "../i18n/index.js";
import {
  ImportDialog,
  type ImportField,
  type ImportItem,
  type ImportSpec,
} from "../table/csv/index.js";
import { useContextNames, useTypes } from "./conferences-list.js";
import { TEXTS } from "./texts.js";

const ALIASES = {
  name: ["name", "conference", "konferenz", "room", "raum"],
  type: ["type", "typ", "profile", "profil"],
  context: ["context", "kontext", "group", "gruppe"],
} as const;

function useConferencesImport(): ImportSpec<ConferenceV2> {
  const say = useTexts(TEXTS);
  const language = useLanguage();
  const client = useQueryClient();
  const contexts = useContextNames();
  const types = useTypes(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `say` is another with each drawing; the language decides
  return useMemo(() => {
    const field = (
      key: keyof typeof ALIASES,
      more: Pick<ImportField, "choices" | "unique">,
    ): ImportField => ({ key, label: say(key), required: true, aliases: ALIASES[key], ...more });
    const create = async (items: readonly ImportItem[], dryRun: boolean, signal?: AbortSignal) => {
      const body = { items: items as unknown as NewConferenceV2[], dryRun };
      return (await api.call("conferences.create", { body, ...(signal ? { signal } : {}) }))
        .outcomes;
    };
    return {
      title: say("importTitle"),
      fields: [
        field("name", { unique: true }),
        field("type", { choices: types.map(({ name }) => name) }),
        field("context", { choices: contexts }),
      ],
      check: (items, signal) => create(items, true, signal),
      add: async (items) => {
        const outcomes = await create(items, false);
        for (const key of ["conferences", "contexts"])
          void client.invalidateQueries({ queryKey: [key] });
        return outcomes;
      },
      result: {
        fileName: "parley-conferences.csv",
        headings: [say("number"), say("name"), say("type"), say("context")],
        row: ({ number, name, type, context }) => [number, name, type, context],
        secrets: [],
      },
    };
  }, [language, contexts, types, client]);
}

interface ConferencesImportProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Adds conferences from a file. */
export function ConferencesImport(props: ConferencesImportProps) {
  return <ImportDialog spec={useConferencesImport()} {...props} />;
}
