import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api, useProblemText } from "../api/index.js";

const KEPT = 100;

export interface ConsoleEntry {
  readonly id: number;
  readonly command: string;
  readonly reply: string;
  readonly failed: boolean;
}

/** Commands of the event socket and what came back; only as long as the page is open. */
export function useConsole() {
  const problemText = useProblemText();
  const serial = useRef(0);
  const [entries, setEntries] = useState<readonly ConsoleEntry[]>([]);
  const add = (command: string, reply: string, failed: boolean) => {
    serial.current += 1;
    const entry = { id: serial.current, command, reply, failed };
    setEntries((before) => [...before, entry].slice(-KEPT));
  };
  const mutation = useMutation({
    mutationFn: (command: string) => api.call("system.console", { body: { command } }),
    onSuccess: ({ reply }, command) => add(command, reply, reply.startsWith("-")),
    onError: (error, command) => add(command, problemText(error), true),
  });
  return {
    entries,
    pending: mutation.isPending,
    send: mutation.mutate,
    clear: () => setEntries([]),
  };
}
