import { Box, Group, Stack, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import classes from "./page.module.css";

export interface PageProps {
  readonly title: string;
  /** In place of the title's text, where there is more to show than text; `title` still names the page. */
  readonly heading?: ReactNode;
  /** Buttons at the end of the title's line. */
  readonly actions?: ReactNode;
  /** At least as high as the window leaves room for; what can grow in it does. */
  readonly fill?: boolean;
  readonly children: ReactNode;
}

/** A screen below the shell: its heading, what can be done with all of it, its content. */
export function Page({ title, heading, actions, fill = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Parley`;
    return () => {
      document.title = "Parley";
    };
  }, [title]);
  return (
    <Stack gap="md" className={fill ? (classes["fill"] ?? "") : ""}>
      <Group justify="space-between" align="center" gap="sm">
        <Box miw={0} flex="1 1 12rem">
          <Title order={1} size="h2">
            {heading ?? title}
          </Title>
        </Box>
        {actions ? <Group gap="xs">{actions}</Group> : null}
      </Group>
      {children}
    </Stack>
  );
}
