import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { LANGUAGES, setLanguage, useLanguage, useTexts } from "../i18n/index.js";
import { useMe, useSignOut } from "../session/index.js";
import { TEXTS } from "./texts.js";

const LANGUAGE_NAMES = { en: "English", de: "Deutsch" } as const;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => [...part][0] ?? "")
    .slice(0, 2)
    .join("")
    .toUpperCase();

export function AccountMenu() {
  const say = useTexts(TEXTS);
  const me = useMe();
  const signOut = useSignOut();
  const language = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const account = say("account", { name: me.name, id: me.id });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={account}>
          <Avatar color="teal" variant="filled" radius="xl" size={34}>
            {initials(me.name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{account}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{say("colours")}</Menu.Label>
        {(["light", "dark", "auto"] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            role="menuitemradio"
            aria-checked={colorScheme === scheme}
            fw={colorScheme === scheme ? 700 : 400}
            onClick={() => setColorScheme(scheme)}
          >
            {say(scheme)}
          </Menu.Item>
        ))}
        <Menu.Label>{say("language")}</Menu.Label>
        {LANGUAGES.map((each) => (
          <Menu.Item
            key={each}
            role="menuitemradio"
            aria-checked={each === language}
            fw={each === language ? 700 : 400}
            lang={each}
            onClick={() => setLanguage(each)}
          >
            {LANGUAGE_NAMES[each]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.mutate()}>{say("signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
