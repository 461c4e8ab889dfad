import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./contrast.css";
import { Center, Loader, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { queryClient } from "../api/index.js";
import { FeedProvider } from "../feed/index.js";
import { SignInScreen, useSession } from "../session/index.js";
import { Shell } from "./shell.js";
import { theme } from "./theme.js";

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <Notifications position="top-right" />
      <QueryClientProvider client={queryClient}>
        <Door />
      </QueryClientProvider>
    </MantineProvider>
  );
}

function Door() {
  const session = useSession();
  if (session.state === "signed out") return <SignInScreen />;
  if (session.state === "loading")
    return (
      <Center mih="100dvh">
        <Loader aria-label="Parley" />
      </Center>
    );
  return (
    <FeedProvider key={session.me.id}>
      <Shell />
    </FeedProvider>
  );
}

/** What keeps the page from scrolling behind a dialog makes a style of its own, and knows this name for the nonce. */
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

/** The server's policy lets no style of a page through that does not carry the page's nonce. */
function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
}
