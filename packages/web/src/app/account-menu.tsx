import {
  Avatar,
  type MantineColorScheme,
  Menu,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from "@mantine/core";
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
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton>
          <Avatar aria-hidden color="teal" variant="filled" radius="xl" size={34}>
            {initials(me.name)}
          </Avatar>
          <VisuallyHidden>{account}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{account}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{say("colours")}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
        >
          {(["light", "dark", "auto"] as const).map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {say(scheme)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{say("language")}</Menu.Label>
        <Menu.RadioGroup value={language}>
          {LANGUAGES.map((each) => (
            <Menu.RadioItem key={each} value={each} lang={each} onClick={() => setLanguage(each)}>
              {LANGUAGE_NAMES[each]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.mutate()}>{say("signOut")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
