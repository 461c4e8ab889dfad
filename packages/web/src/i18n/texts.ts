import { useTranslation } from "react-i18next";
import { i18n, type LANGUAGES } from "./start.js";

type Tree = { readonly [key: string]: string };

/** A room's texts in every language; English decides which there are. Plurals by i18next's `_one`, `_other`. */
export type Texts<T extends Tree> = { readonly en: T } & {
  readonly [Language in Exclude<(typeof LANGUAGES)[number], "en">]: {
    readonly [Key in keyof T]: string;
  };
};

/** Each room adds its own texts under its own name, beside its components. */
export function addTexts<const T extends Tree>(
  room: string,
  texts: Texts<T>,
): { room: string; texts: Texts<T> } {
  for (const [language, tree] of Object.entries(texts))
    i18n.addResourceBundle(language, room, tree);
  return { room, texts };
}

type Singular<Key> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;

/** The function that says a room's texts: `say("mute")`, `say("members", { count: 3 })`. Values are shown as text by React. */
export function useTexts<T extends Tree>(added: { room: string; texts: Texts<T> }) {
  const { t } = useTranslation(added.room);
  return (key: Singular<keyof T & string>, values: Record<string, string | number> = {}): string =>
    t(key, values) as string;
}

/** The same outside of components: said in the language of the moment, and not again when that changes. */
export const textNow = <T extends Tree>(
  { room }: { room: string; texts: Texts<T> },
  key: keyof T & string,
): string => i18n.t(key, { ns: room });
