import { Badge, Text } from "@mantine/core";
import type { LiveConferenceV2 } from "@parley/protocol/client";
import { IconLock } from "@tabler/icons-react";
import { Link } from "wouter";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

/** How many are in it, and the way there. */
export function LiveBadge({ live }: { readonly live: LiveConferenceV2 | undefined }) {
  const say = useTexts(TEXTS);
  if (!live)
    return (
      <Text size="sm" c="dimmed" component="span">
        {say("nobody")}
      </Text>
    );
  const members = say("members", { count: live.members.length });
  return (
    <Badge
      component={Link}
      href={`/live/${encodeURIComponent(live.id)}`}
      color="teal"
      tt="none"
      style={{ cursor: "pointer" }}
      leftSection={live.locked ? <IconLock size={12} aria-label={say("locked")} /> : null}
      aria-label={say("watch", { name: live.name, members })}
    >
      {members}
    </Badge>
  );
}
