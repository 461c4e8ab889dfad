import type { ServerMessageV2 } from "@parley/protocol/client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import { FeedConnection } from "./connection.js";
import { type Gathered, gathered } from "./gathered.js";
import { EMPTY_FEED, type FeedState, isGap, received } from "./state.js";

interface Feed {
  readonly store: StoreApi<FeedState>;
  readonly connection: { current: FeedConnection | undefined };
}

const FeedContext = createContext<Feed | undefined>(undefined);

/** Lists that are old once users or conferences have changed; `me` is the rights of who is signed in. */
const CONFIGURED = ["me", "users", "conferences", "contexts", "types"] as const;

/** Keeps what is live up to date for everything below it. */
export function FeedProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient();
  const [feed] = useState<Feed>(() => ({
    store: createStore<FeedState>(() => EMPTY_FEED),
    connection: { current: undefined },
  }));
  useEffect(() => {
    const { store } = feed;
    const state = gathered(store.getState(), (next) => store.setState(next, true));
    const connection = new FeedConnection({
      onMessage: (message) => {
        if (isGap(state.current, message)) connection.resync();
        else followed(state, received(state.current, message), message, client);
      },
      onState: (connection) => {
        state.set({ ...state.current, connection });
        state.flush();
      },
      resume: () => {
        const { epoch, seq } = state.current;
        return epoch === undefined ? undefined : { epoch, seq };
      },
      onSignedOut: () => void client.invalidateQueries({ queryKey: ["me"] }),
    });
    feed.connection.current = connection;
    return () => {
      connection.close();
      state.stop();
    };
  }, [feed, client]);
  return <FeedContext.Provider value={feed}>{children}</FeedContext.Provider>;
}

/** Takes the next state; asks again for what the feed only says is old. */
function followed(
  state: Gathered<FeedState>,
  next: FeedState,
  { type }: ServerMessageV2,
  client: QueryClient,
): void {
  const old = next.configurationVersion !== state.current.configurationVersion ? CONFIGURED : [];
  state.set(next);
  for (const key of old) void client.invalidateQueries({ queryKey: [key] });
  if (type === "snapshot") void client.invalidateQueries({ queryKey: ["chat"] });
}

function useFeedContext(): Feed {
  const feed = useContext(FeedContext);
  if (!feed) throw new Error("No feed above");
  return feed;
}

/** A part of what is live; the component is drawn anew only when that part changes. */
export function useFeed<Part>(select: (state: FeedState) => Part): Part {
  return useStore(useFeedContext().store, select);
}

/** Asks the server over the feed's connection. Rejects with NoAnswerError; a refusal is an answer that is not `ok`. */
export function useFeedCommands(): Pick<FeedConnection, "command" | "say"> {
  const { connection } = useFeedContext();
  const current = (): FeedConnection => {
    if (!connection.current) throw new Error("The feed is not connected yet");
    return connection.current;
  };
  return {
    command: (...input) => current().command(...input),
    say: (...input) => current().say(...input),
  };
}
