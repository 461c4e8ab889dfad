import { Box } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { LiveConferenceV2 } from "@parley/protocol/client";
import { useMe } from "../session/index.js";
import { Name } from "../ui/name.js";
import { Page } from "../ui/page.js";
import { shownName } from "../ui/shown-name.js";
import { ChatDrawer } from "./chat-drawer.js";
import { ChatPanel } from "./chat-panel.js";
import { Facts } from "./facts.js";
import { JoinButton } from "./join-button.js";
import classes from "./live.module.css";
import { MembersPanel } from "./members-panel.js";
import { OwnBar } from "./own-bar.js";
import { RecordingAlerts } from "./recording-alerts.js";
import { Toolbar } from "./toolbar.js";
import { useChat } from "./use-chat.js";

interface ConferenceViewProps {
  readonly conference: LiveConferenceV2;
}

/** One running conference: what it is, who is in it, what is written. */
export function ConferenceView({ conference }: ConferenceViewProps) {
  const { id: me } = useMe();
  const wide = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const chat = useChat(conference.id);
  const { name, number = "", members, controllable } = conference;
  const own = members.filter((member) => member.number === me);
  return (
    <Page
      fill
      title={shownName(name, number)}
      heading={<Name name={name} fallback={number} />}
      actions={
        <>
          {own.length === 0 && number !== "" ? <JoinButton number={number} name={name} /> : null}
          {wide ? null : <ChatDrawer chat={chat} />}
        </>
      }
    >
      <Facts conference={conference} />
      <RecordingAlerts conference={conference} />
      {controllable ? <Toolbar conference={conference} /> : null}
      {own.map((member) => (
        <OwnBar key={member.id} member={member} />
      ))}
      <div className={classes["columns"]}>
        <MembersPanel conference={conference} />
        {wide ? (
          <Box component="aside" className={classes["chat"] ?? ""}>
            <ChatPanel chat={chat} />
          </Box>
        ) : null}
      </div>
    </Page>
  );
}
