import { Anchor, Badge, Text } from "@mantine/core";
import type { UserV2 } from "@parley/protocol/client";
import { useTexts } from "../i18n/index.js";
import type { Column } from "../table/index.js";
import { Name } from "../ui/name.js";
import { TEXTS } from "./texts.js";
import { useRegisteredPhones } from "./users-list.js";

/** The columns; a name opens its user where `onOpen` is given. */
export function useUserColumns(onOpen: ((user: UserV2) => void) | undefined): Column<UserV2>[] {
  const say = useTexts(TEXTS);
  const phones = useRegisteredPhones();
  return [
    { key: "id", label: say("number"), sortable: true, width: 100, cell: ({ id }) => id },
    {
      key: "name",
      label: say("name"),
      sortable: true,
      primary: true,
      cell: (user) => <UserName user={user} onOpen={onOpen} />,
    },
    {
      key: "email",
      label: say("email"),
      sortable: true,
      cell: ({ email, id }) => <Name name={email} fallback={id} />,
    },
    {
      key: "context",
      label: say("context"),
      sortable: true,
      width: 120,
      cell: ({ context }) => context,
    },
    {
      key: "registrations",
      label: say("phones"),
      width: 130,
      cell: ({ id }) => <Phones count={phones.get(id) ?? 0} />,
    },
  ];
}

function UserName({
  user,
  onOpen,
}: {
  user: UserV2;
  onOpen: ((user: UserV2) => void) | undefined;
}) {
  const say = useTexts(TEXTS);
  const name = <Name name={user.name} fallback={user.id} />;
  if (!onOpen) return name;
  return (
    <Anchor
      component="button"
      type="button"
      display="block"
      ta="start"
      fz="inherit"
      maw="100%"
      aria-label={say("edit", { name: user.name })}
      onClick={() => onOpen(user)}
    >
      {name}
    </Anchor>
  );
}

function Phones({ count }: { readonly count: number }) {
  const say = useTexts(TEXTS);
  if (count > 0)
    return (
      <Badge color="teal" variant="light" tt="none">
        {say("phonesOnline", { count })}
      </Badge>
    );
  return (
    <Text size="sm" c="dimmed" component="span">
      {say("noPhone")}
    </Text>
  );
}
