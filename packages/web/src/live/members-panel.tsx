import { Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import type { LiveConferenceV2 } from "@parley/protocol/client";
import { IconSearch } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTexts } from "../i18n/index.js";
import { Quiet } from "../ui/quiet.js";
import { arrange, ORDERS, type Order } from "./arrange.js";
import classes from "./live.module.css";
import { MemberDialogProvider } from "./member-dialogs.js";
import { MemberList } from "./member-list.js";
import { TEXTS } from "./texts.js";
import { usePlaces } from "./use-places.js";

const ORDER_TEXTS = {
  hand: "sortHand",
  talking: "sortTalking",
  name: "sortName",
  joined: "sortJoined",
} as const;

export function MembersPanel({ conference }: { readonly conference: LiveConferenceV2 }) {
  const say = useTexts(TEXTS);
  const [search, setSearch] = useState("");
  const [order, setOrder] = useState<Order>("hand");
  const { members, floor, controllable } = conference;
  const places = usePlaces(members);
  const wanted = useDeferredValue(search);
  const shown = useMemo(
    () => arrange(members, wanted, order, places),
    [members, wanted, order, places],
  );
  const count = members.length;
  return (
    <Stack
      component="section"
      gap="xs"
      className={classes["members"] ?? ""}
      aria-label={say("list")}
    >
      <Group gap="xs">
        <TextInput
          type="search"
          flex="3 1 10rem"
          aria-label={say("search")}
          placeholder={say("search")}
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <NativeSelect
          flex="1 0 13rem"
          aria-label={say("sort")}
          value={order}
          onChange={({ currentTarget }) => setOrder(currentTarget.value as Order)}
          data={ORDERS.map((value) => ({ value, label: say(ORDER_TEXTS[value]) }))}
        />
      </Group>
      {shown.length < count ? <Quiet>{say("shown", { shown: shown.length, count })}</Quiet> : null}
      <MemberDialogProvider members={members}>
        <MemberList
          members={shown}
          floor={floor}
          controllable={controllable}
          empty={say(count === 0 ? "nobody" : "noMatch")}
        />
      </MemberDialogProvider>
    </Stack>
  );
}
