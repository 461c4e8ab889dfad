import { List } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { Name } from "../ui/name.js";
import { TEXTS } from "./texts.js";

const SHOWN = 8;

/** The first names of many, for questions before something is lost. */
export function NamesList({ names }: { readonly names: readonly string[] }) {
  const say = useTexts(TEXTS);
  const more = names.length - SHOWN;
  return (
    <List size="sm" withPadding={false}>
      {names.slice(0, SHOWN).map((name) => (
        <List.Item key={name}>
          <Name name={name} />
        </List.Item>
      ))}
      {more > 0 ? <List.Item>{say("andMore", { count: more })}</List.Item> : null}
    </List>
  );
}
