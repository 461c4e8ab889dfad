import type { ChatMessage } from "@parley/protocol/client";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { api } from "../api/index.js";
import { useFeed, useFeedCommands } from "../feed/index.js";
import { type Draft, merged } from "./chat.js";
import { refusal, useReason } from "./refusal.js";

const NONE: readonly ChatMessage[] = [];

export interface Chat {
  readonly lines: readonly ChatMessage[];
  /** Those that came while the page was open. */
  readonly told: readonly ChatMessage[];
  readonly drafts: readonly Draft[];
  send(text: string): void;
  again(draft: Draft): void;
  discard(draft: Draft): void;
}

/** What is written in a conference: read once, then told by the feed. What cannot be sent stays to be sent again. */
export function useChat(id: string): Chat {
  const told = useFeed(({ chats }) => chats.get(id)) ?? NONE;
  const { data } = useQuery({
    queryKey: ["chat", id],
    queryFn: ({ signal }) => api.call("live.chat", { params: { id }, signal }),
  });
  const read = data?.items ?? NONE;
  const lines = useMemo(() => merged(read, told), [read, told]);
  return { lines, told, ...useDrafts(id) };
}

function useDrafts(id: string): Omit<Chat, "lines" | "told"> {
  const { say } = useFeedCommands();
  const reason = useReason();
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const serial = useRef(0);
  const discard = ({ key }: Draft) => setDrafts((all) => all.filter((each) => each.key !== key));
  const fail = (draft: Draft, error: unknown) => {
    const failed = { ...draft, failed: reason(error) };
    setDrafts((all) => all.map((each) => (each.key === draft.key ? failed : each)));
  };
  const post = async (draft: Draft) => {
    try {
      const answer = await say(id, draft.text);
      if (answer.ok) discard(draft);
      else fail(draft, refusal(answer));
    } catch (error) {
      fail(draft, error);
    }
  };
  const send = (text: string) => {
    serial.current += 1;
    const draft = { key: serial.current, text };
    setDrafts((all) => [...all, draft]);
    void post(draft);
  };
  const again = (draft: Draft) => {
    discard(draft);
    send(draft.text);
  };
  return { drafts, send, again, discard };
}
