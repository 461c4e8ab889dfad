import { ActionIcon, Button, Group, Stack, Table, Text, Title } from "@mantine/core";
import {
  IconHistory,
  IconPhone,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconPhoneX,
} from "@tabler/icons-react";
import { useLanguage, useTexts } from "../i18n/index.js";
import { formatDuration } from "../ui/clock.js";
import { useConfirm } from "../ui/confirm.js";
import { Empty } from "../ui/empty.js";
import { Name } from "../ui/name.js";
import { Quiet } from "../ui/quiet.js";
import { CallerName } from "./caller-name.js";
import { isMissed, type PastCall } from "./history.js";
import { useDial } from "./provider.js";
import { TEXTS } from "./texts.js";
import { useHistory } from "./use-history.js";

export function HistoryList() {
  const say = useTexts(TEXTS);
  const { history, clear } = useHistory();
  const { ask, dialog } = useConfirm();
  const onClear = async () => {
    const question = { title: say("clearAsk"), confirm: say("clear"), dangerous: true };
    if (await ask(question)) clear();
  };
  return (
    <Stack gap="xs">
      {dialog}
      <Group justify="space-between">
        <Title order={2} size="h3">
          {say("history")}
        </Title>
        {history.length === 0 ? null : (
          <Button size="compact-sm" variant="subtle" onClick={() => void onClear()}>
            {say("clear")}
          </Button>
        )}
      </Group>
      {history.length === 0 ? (
        <Empty icon={IconHistory} title={say("noHistory")} text={say("noHistoryText")} />
      ) : (
        <Table verticalSpacing="xs" layout="fixed" aria-label={say("history")}>
          <Table.Tbody>
            {history.map((past) => (
              <Row key={past.id} past={past} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function Row({ past }: { readonly past: PastCall }) {
  const say = useTexts(TEXTS);
  const language = useLanguage();
  const dial = useDial();
  const { number, name, direction, at, seconds, end } = past;
  const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const missed = isMissed(past);
  const Icon = missed
    ? IconPhoneX
    : direction === "incoming"
      ? IconPhoneIncoming
      : IconPhoneOutgoing;
  const kind = say(
    missed ? "missedCall" : direction === "incoming" ? "incomingCall" : "outgoingCall",
  );
  const outcome = seconds > 0 ? formatDuration(seconds * 1000) : say(`end ${end}`);
  return (
    <Table.Tr>
      <Table.Td w={36}>
        <Icon
          size={18}
          role="img"
          aria-label={kind}
          {...(missed ? { color: "var(--mantine-color-error)" } : {})}
        />
      </Table.Td>
      <Table.Td>
        <Text fw={600} component="div">
          <CallerName call={past} />
        </Text>
        <Quiet>
          {name ? <Name name={number} /> : null}
          <div>
            {moment.format(at)} · {outcome}
          </div>
        </Quiet>
      </Table.Td>
      <Table.Td w={56}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={say("redial", { name: name || number })}
          title={say("redial", { name: name || number })}
          onClick={() => dial(number, name)}
        >
          <IconPhone size={18} />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
