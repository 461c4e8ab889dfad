import { Anchor, AppShell, Burger, Group, Image, Skeleton, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Suspense } from "react";
import { Link, Route, Switch } from "wouter";
import { useTexts } from "../i18n/index.js";
import { PhoneDock, PhoneProvider } from "../phone/index.js";
import { useMay } from "../session/index.js";
import { Page } from "../ui/page.js";
import { AccountMenu } from "./account-menu.js";
import { ConnectionBanner } from "./connection-banner.js";
import { ErrorBoundary } from "./error-boundary.js";
import { Navigation } from "./navigation.js";
import { SCREENS } from "./screens.js";
import classes from "./shell.module.css";
import { TEXTS } from "./texts.js";

/** What stands around every screen: navigation, account, state of the connection. */
export function Shell() {
  const say = useTexts(TEXTS);
  const may = useMay();
  const [open, { toggle, close }] = useDisclosure();
  const screens = SCREENS.filter(({ permission }) => permission === undefined || may(permission));
  return (
    <PhoneProvider>
      <AppShell
        header={{ height: 52 }}
        navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !open } }}
        padding="md"
      >
        <a className={classes["skip"]} href="#content">
          {say("skip")}
        </a>
        <AppShell.Header>
          <Group h="100%" px="md" justify="space-between" wrap="nowrap">
            <Group gap="xs" wrap="nowrap">
              <Burger
                opened={open}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={say("menu")}
              />
              <Link href="/" className={classes["brand"] ?? ""}>
                <Image src="/parley.svg" alt="" w={28} h={28} />
                <Text fw={700} component="span">
                  Parley
                </Text>
              </Link>
            </Group>
            <AccountMenu />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" aria-label={say("navigation")}>
          <Navigation screens={screens} onChoose={close} />
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          <ConnectionBanner />
          <ErrorBoundary texts={{ failed: say("failed"), again: say("again") }}>
            <Suspense fallback={<Skeleton h={200} />}>
              <Switch>
                {screens.map(({ path, view: View }) => (
                  <Route key={path} path={path}>
                    <View />
                  </Route>
                ))}
                <Route>
                  <Page title={say("missing")}>
                    <Anchor component={Link} href="/">
                      {say("toHome")}
                    </Anchor>
                  </Page>
                </Route>
              </Switch>
            </Suspense>
          </ErrorBoundary>
          <PhoneDock />
        </AppShell.Main>
      </AppShell>
    </PhoneProvider>
  );
}
