import { Alert, Anchor, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { ProvisioningV2, UserV2 } from "@parley/protocol/client";
import { useQuery } from "@tanstack/react-query";
import { QRCodeSVG } from "qrcode.react";
import { useState } from "react";
import { api, useProblemText } from "../api/index.js";
import { useLanguage, useTexts } from "../i18n/index.js";
import { CopyButton } from "../table/index.js";
import { Quiet } from "../ui/quiet.js";
import classes from "./phone-setup.module.css";
import { isLocalHost, shownMac } from "./sip-account.js";
import { TEXTS } from "./texts.js";

/** Every answer holds a link of its own that signs a phone in: it is kept no longer than it is looked at. */
function useProvisioning(id: string) {
  return useQuery({
    queryKey: ["provisioning", id],
    queryFn: () => api.call("users.provisioning", { params: { id } }),
    staleTime: 5 * 60_000,
    gcTime: 0,
  });
}

/** How a phone comes to this user's settings: by scanning, by a link, by its own address, or by hand. */
export function PhoneSetup({ user }: { readonly user: UserV2 }) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const { data, error } = useProvisioning(user.id);
  return (
    <Stack gap="sm" component="section" aria-label={say("phoneSetup")}>
      <Title order={3} size="h5">
        {say("phoneSetup")}
      </Title>
      {error ? <Alert color="red">{problemText(error)}</Alert> : null}
      {data ? <Ways provisioning={data} /> : error ? null : <Skeleton h={120} />}
    </Stack>
  );
}

function Ways({ provisioning }: { readonly provisioning: ProvisioningV2 }) {
  const say = useTexts(TEXTS);
  const { account, linphone, phones, mac } = provisioning;
  const host = account.server.replace(/:\d+$/, "");
  return (
    <>
      {isLocalHost(host) ? <Alert color="orange">{say("loopback", { domain: host })}</Alert> : null}
      <Linphone linphone={linphone} />
      {mac === "" ? null : <Text size="sm">{say("macSet", { mac: shownMac(mac) })}</Text>}
      <Quiet>{say("deskPhones")}</Quiet>
      <Rows rows={phones.map(({ vendor, url }) => [vendor, url])} />
      <Quiet>{say("phoneSetupHint")}</Quiet>
      <Rows
        rows={[
          [say("displayName"), account.displayName],
          [say("sipUser"), account.number],
          [say("sipServer"), account.domain],
          [say("sipAddress"), `${account.server};transport=${account.transport}`],
        ]}
      />
      <Quiet>
        {say("sipPassword")}: {say("sipPasswordHint")}
      </Quiet>
    </>
  );
}

function Linphone({ linphone }: Pick<ProvisioningV2, "linphone">) {
  const say = useTexts(TEXTS);
  const language = useLanguage();
  const [shown, setShown] = useState(false);
  const until = new Date(linphone.expiresAt).toLocaleTimeString(language, { timeStyle: "short" });
  return (
    <>
      <Group gap="xs">
        <Button variant="default" size="compact-sm" onClick={() => setShown(!shown)}>
          {say(shown ? "hideCode" : "showCode")}
        </Button>
        <Anchor href={linphone.link} size="sm">
          {say("openLinphone")}
        </Anchor>
      </Group>
      {shown ? (
        <Group gap="sm" align="center">
          <div className={classes["code"]}>
            <QRCodeSVG value={linphone.qr} size={144} title={say("qrLabel")} />
          </div>
          <Quiet flex="1 1 10rem">{say("qrHint", { until })}</Quiet>
        </Group>
      ) : null}
      <Rows rows={[[say("linphoneUrl"), linphone.url]]} />
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className={classes["rows"]}>
      {rows.map(([name, value]) => (
        <div key={name} className={classes["row"]}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
            <CopyButton text={value} what={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
