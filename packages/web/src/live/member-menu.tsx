import { ActionIcon, Menu } from "@mantine/core";
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
import { useTexts } from "../i18n/index.js";
import { useCommands } from "./conference-context.js";
import classes from "./live.module.css";
import { useMemberDialog } from "./member-dialogs.js";
import type { MemberAction } from "./rights.js";
import { TEXTS } from "./texts.js";

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
}

export function MemberMenu({ member, name, actions }: MemberMenuProps) {
  const say = useTexts(TEXTS);
  const { runFor } = useCommands();
  const openDialog = useMemberDialog();
  const choose = (action: MemberAction) => {
    if (action === "adjust" || action === "rename" || action === "transfer" || action === "kick")
      openDialog(action, member);
    else void runFor(member.id, { command: action });
  };
  return (
    <Menu withInitialFocusPlaceholder={false} position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={34} aria-label={say("actions", { name })}>
          <IconDotsVertical size={18} />
        </ActionIcon>
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
