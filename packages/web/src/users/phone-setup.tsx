import { Alert, Group, Stack, Text, Title } from "@mantine/core";
import type { UserV2 } from "@parley/protocol/client";
import { QRCodeSVG } from "qrcode.react";
import { useTexts } from "../i18n/index.js";
import { CopyButton } from "../table/index.js";
import classes from "./phone-setup.module.css";
import { type SipAccount, shownMac, sipAccountOf } from "./sip-account.js";
import { TEXTS } from "./texts.js";
import { useSipDomain } from "./users-list.js";

/** What is needed to sign a phone in by hand. */
export function PhoneSetup({ user }: { readonly user: UserV2 }) {
  const say = useTexts(TEXTS);
  const { data: domain } = useSipDomain();
  if (domain === undefined) return null;
  const account = sipAccountOf(user, domain);
  return (
    <Stack gap="xs" component="section" aria-label={say("phoneSetup")}>
      <Title order={3} size="h5">
        {say("phoneSetup")}
      </Title>
      {account.local ? <Alert color="orange">{say("loopback", { domain })}</Alert> : null}
      {user.mac === "" ? null : <Text size="sm">{say("macSet", { mac: shownMac(user.mac) })}</Text>}
      <Text size="sm">{say("phoneSetupHint")}</Text>
      <AccountRows account={account} />
      <Code account={account} />
    </Stack>
  );
}

function AccountRows({ account }: { readonly account: SipAccount }) {
  const say = useTexts(TEXTS);
  const rows = [
    ["displayName", account.displayName],
    ["sipUser", account.user],
    ["sipServer", account.domain],
    ["sipAddress", account.address],
  ] as const;
  return (
    <dl className={classes["rows"]}>
      {rows.map(([key, value]) => (
        <div key={key} className={classes["row"]}>
          <dt>{say(key)}</dt>
          <dd>
            <bdi>{value}</bdi>
            <CopyButton text={value} what={say(key)} />
          </dd>
        </div>
      ))}
      <div className={classes["row"]}>
        <dt>{say("sipPassword")}</dt>
        <dd>{say("sipPasswordHint")}</dd>
      </div>
    </dl>
  );
}

function Code({ account: { address, displayName } }: { readonly account: SipAccount }) {
  const say = useTexts(TEXTS);
  return (
    <Group gap="sm" align="center">
      <div className={classes["code"]}>
        <QRCodeSVG value={address} size={128} title={say("qrLabel", { address })} />
      </div>
      <Text size="sm" c="dimmed" flex="1 1 10rem" style={{ overflowWrap: "anywhere" }}>
        {say("qrHint", { name: displayName })}
      </Text>
    </Group>
  );
}
