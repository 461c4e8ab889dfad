import type { NewUserV2 } from "@parley/protocol/client";
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
import { TEXTS } from "./texts.js";
import { useContexts } from "./users-list.js";

interface AddedUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly context: string;
  readonly password?: string | undefined;
}

const MAC = /^[0-9a-f]{2}([-:. ]?[0-9a-f]{2}){5}$/i;
const EMAIL = /^[^@\s]+@[^@\s]+$/;

const ALIASES = {
  name: ["name", "username", "user", "benutzer", "benutzername", "anzeigename", "displayname"],
  email: ["email", "mail", "emailaddress", "mailaddress", "emailadresse", "mailadresse"],
  context: ["context", "kontext", "group", "gruppe"],
  password: ["password", "passwort", "kennwort"],
  conferencePin: ["conferencepin", "pin", "conpin", "konferenzpin"],
  mac: ["mac", "macaddress", "macadresse", "polymac"],
} as const;

type Say = (key: "name" | "email" | "context" | "password" | "pin" | "mac") => string;

const fieldsOf = (say: Say, contexts: readonly string[]): ImportField[] => [
  { key: "name", label: say("name"), required: true, aliases: ALIASES.name, unique: true },
  {
    key: "email",
    label: say("email"),
    required: true,
    aliases: ALIASES.email,
    looksLike: (value) => EMAIL.test(value),
  },
  {
    key: "context",
    label: say("context"),
    required: true,
    aliases: ALIASES.context,
    choices: contexts,
  },
  {
    key: "password",
    label: say("password"),
    required: false,
    aliases: ALIASES.password,
    secret: true,
  },
  { key: "conferencePin", label: say("pin"), required: false, aliases: ALIASES.conferencePin },
  {
    key: "mac",
    label: say("mac"),
    required: false,
    aliases: ALIASES.mac,
    unique: true,
    looksLike: (value) => MAC.test(value),
  },
];

const PASSWORD_COLUMN = 4;

function useUsersImport(): ImportSpec<AddedUser> {
  const say = useTexts(TEXTS);
  const language = useLanguage();
  const client = useQueryClient();
  const { data } = useContexts();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `say` is another with each drawing; the language decides
  return useMemo(() => {
    const names = data?.items.map(({ name }) => name) ?? [];
    const create = async (items: readonly ImportItem[], dryRun: boolean, signal?: AbortSignal) => {
      const body = { items: items as unknown as NewUserV2[], dryRun };
      return (await api.call("users.create", { body, ...(signal ? { signal } : {}) })).outcomes;
    };
    return {
      title: say("importTitle"),
      fields: fieldsOf(say, names),
      check: (items, signal) => create(items, true, signal),
      add: async (items) => {
        const outcomes = await create(items, false);
        for (const key of ["users", "contexts"]) void client.invalidateQueries({ queryKey: [key] });
        return outcomes;
      },
      result: {
        fileName: "parley-users.csv",
        headings: [say("number"), say("name"), say("email"), say("context"), say("password")],
        row: ({ id, name, email, context, password = "" }) => [id, name, email, context, password],
        secrets: [PASSWORD_COLUMN],
      },
    };
  }, [language, data, client]);
}

interface UsersImportProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Adds users from a file. */
export function UsersImport(props: UsersImportProps) {
  return <ImportDialog spec={useUsersImport()} {...props} />;
}
