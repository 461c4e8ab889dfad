import { Stack, Text } from "@mantine/core";
import type { ComponentType, ReactNode } from "react";
import { Quiet } from "./quiet.js";

export interface EmptyProps {
  readonly icon?: ComponentType<{ size?: number | string; stroke?: number }>;
  readonly title: string;
  readonly text?: string;
  /** What can be done about it. */
  readonly action?: ReactNode;
}

/** In place of a list without entries. */
export function Empty({ icon: Icon, title, text, action }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" py="xl" ta="center">
      {Icon ? <Icon size={36} stroke={1.3} /> : null}
      <Text fw={600}>{title}</Text>
      {text ? <Quiet>{text}</Quiet> : null}
      {action}
    </Stack>
  );
}
