import { NavLink, Stack } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { useTexts } from "../i18n/index.js";
import type { Screen } from "./screen.js";

interface NavigationProps {
  readonly screens: readonly Screen[];
  readonly onChoose: () => void;
}

export function Navigation({ screens, onChoose }: NavigationProps) {
  return (
    <Stack gap={2}>
      {screens.map((screen) =>
        screen.navigation ? (
          <Entry key={screen.path} path={screen.path} {...screen.navigation} onChoose={onChoose} />
        ) : null,
      )}
    </Stack>
  );
}

type EntryProps = NonNullable<Screen["navigation"]> & {
  readonly path: string;
  readonly onChoose: () => void;
};

function Entry({ path, icon: Icon, title, onChoose }: EntryProps) {
  const say = useTexts(title);
  const [location] = useLocation();
  const active = path === "/" ? location === "/" : location.startsWith(path);
  return (
    <NavLink
      component={Link}
      href={path}
      label={say("title")}
      leftSection={<Icon size={18} stroke={1.6} />}
      active={active}
      aria-current={active ? "page" : undefined}
      onClick={onChoose}
    />
  );
}
