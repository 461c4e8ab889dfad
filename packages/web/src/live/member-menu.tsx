import { Menu } from "@mantine/core";
import type { LiveMemberV2 } from "@parley/protocol/client";
import {
  type Icon,
  IconAdjustments,
  IconArrowRight,
  IconDotsVertical,
  IconEar,
  IconEarOff,
  IconHandOff,
  IconHandStop,
  IconMicrophone,
  IconMicrophoneOff,
  IconPencil,
  IconSpeakerphone,
  IconUserMinus,
} from "@tabler/icons-react";
import { type ComponentProps, useEffect, useRef, useState } from "react";
import { useCommands } from "./conference-context.js";
import classes from "./live.module.css";
import { useMemberDialog } from "./member-dialogs.js";
import type { MemberAction } from "./rights.js";
import type { Say } from "./texts.js";

const ICONS: Readonly<Record<MemberAction, Icon>> = {
  mute: IconMicrophoneOff,
  unmute: IconMicrophone,
  deaf: IconEarOff,
  undeaf: IconEar,
  floor: IconSpeakerphone,
  raiseHand: IconHandStop,
  lowerHand: IconHandOff,
  adjust: IconAdjustments,
  rename: IconPencil,
  transfer: IconArrowRight,
  kick: IconUserMinus,
};

interface MemberMenuProps {
  readonly member: LiveMemberV2;
  /** As shown. */
  readonly name: string;
  readonly actions: readonly MemberAction[];
  readonly say: Say;
}

/** A menu costs more than all the rest of a row: it is made once its button is used. */
export function MemberMenu(props: MemberMenuProps) {
  const { name, say } = props;
  const [used, setUsed] = useState(false);
  const label = say("actions", { name });
  if (used) return <UsedMenu {...props} label={label} />;
  return <MenuButton aria-label={label} aria-haspopup="menu" onClick={() => setUsed(true)} />;
}

function MenuButton(props: ComponentProps<"button">) {
  return (
    <button type="button" className={classes["action"]} {...props}>
      <IconDotsVertical size={18} />
    </button>
  );
}

/** Takes the focus from the button it stands in for before it opens, so that closing gives it back. */
function UsedMenu({ member, actions, say, label }: MemberMenuProps & { readonly label: string }) {
  const { runFor } = useCommands();
  const openDialog = useMemberDialog();
  const button = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    button.current?.focus();
    setOpened(true);
  }, []);
  const choose = (action: MemberAction) => {
    if (action === "adjust" || action === "rename" || action === "transfer" || action === "kick") {
      // A dialog gives the focus back to what had it; the entry will be gone by then.
      button.current?.focus();
      openDialog(action, member);
    } else void runFor(member.id, { command: action });
  };
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={240}
      withInitialFocusPlaceholder={false}
    >
      <Menu.Target>
        <MenuButton ref={button} aria-label={label} />
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map((action) => (
          <MenuEntry key={action} action={action} text={say(action)} onChoose={choose} />
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface MenuEntryProps {
  readonly action: MemberAction;
  readonly text: string;
  readonly onChoose: (action: MemberAction) => void;
}

function MenuEntry({ action, text, onChoose }: MenuEntryProps) {
  const Icon = ICONS[action];
  return (
    <Menu.Item
      leftSection={<Icon size={16} stroke={1.8} />}
      className={action === "kick" ? (classes["dangerous"] ?? "") : ""}
      onClick={() => onChoose(action)}
    >
      {text}
    </Menu.Item>
  );
}
