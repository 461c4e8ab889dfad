import { Anchor } from "@mantine/core";
import type { ConferenceV2 } from "@parley/protocol/client";
import { useTexts } from "../i18n/index.js";
import type { Column } from "../table/index.js";
import { Name } from "../ui/name.js";
import { useLiveByNumber } from "./conferences-list.js";
import { LiveBadge } from "./live-badge.js";
import { TEXTS } from "./texts.js";

/** The columns; a name opens its conference where `onOpen` is given. */
export function useConferenceColumns(
  onOpen: ((conference: ConferenceV2) => void) | undefined,
): Column<ConferenceV2>[] {
  const say = useTexts(TEXTS);
  const live = useLiveByNumber();
  return [
    {
      key: "number",
      label: say("number"),
      sortable: true,
      width: 100,
      cell: ({ number }) => number,
    },
    {
      key: "name",
      label: say("name"),
      sortable: true,
      primary: true,
      cell: (conference) => <ConferenceName conference={conference} onOpen={onOpen} />,
    },
    { key: "type", label: say("type"), sortable: true, cell: ({ type }) => <Name name={type} /> },
    {
      key: "context",
      label: say("context"),
      sortable: true,
      width: 120,
      cell: ({ context }) => context,
    },
    {
      key: "live",
      label: say("live"),
      width: 130,
      cell: ({ number }) => <LiveBadge live={live.get(number)} />,
    },
  ];
}

interface ConferenceNameProps {
  readonly conference: ConferenceV2;
  readonly onOpen: ((conference: ConferenceV2) => void) | undefined;
}

function ConferenceName({ conference, onOpen }: ConferenceNameProps) {
  const say = useTexts(TEXTS);
  const name = <Name name={conference.name} fallback={conference.number} />;
  if (!onOpen) return name;
  return (
    <Anchor
      component="button"
      type="button"
      display="block"
      ta="start"
      fz="inherit"
      maw="100%"
      aria-label={say("edit", { name: conference.name })}
      onClick={() => onOpen(conference)}
    >
      {name}
    </Anchor>
  );
}
