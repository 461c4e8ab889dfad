import type { ConferenceCommand, MemberCommand } from "@parley/protocol/client";
import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from "react";
import { createStore, type StoreApi, useStore } from "zustand";
import { useFeedCommands } from "../feed/index.js";
import { refusal, useReason } from "./refusal.js";
import { CONFERENCE, dismissed, finished, IDLE, started, type Work, type Works } from "./work.js";

interface Shared {
  readonly works: StoreApi<{ readonly works: Works }>;
  run(command: ConferenceCommand): Promise<boolean>;
  runFor(member: string, command: MemberCommand): Promise<boolean>;
  dismiss(target: string): void;
}

const Context = createContext<Shared | undefined>(undefined);

/** Commands for one conference, and what became of them; never throws, failures are shown at their target. */
export function ConferenceProvider(props: { readonly id: string; readonly children: ReactNode }) {
  const { id, children } = props;
  const commands = useFeedCommands();
  const reason = useReason();
  const newest = useRef({ commands, reason });
  newest.current = { commands, reason };
  const [works] = useState(() =>
    createStore<{ readonly works: Works }>(() => ({ works: new Map() })),
  );
  const shared = useMemo<Shared>(() => {
    const change = (next: (works: Works) => Works) =>
      works.setState((state) => ({ works: next(state.works) }));
    const perform = async (target: string, command: ConferenceCommand | MemberCommand) => {
      const name = command.command;
      const end = (reason?: string) => change((now) => finished(now, target, name, reason));
      change((now) => started(now, target, name));
      try {
        const member = target === CONFERENCE ? undefined : target;
        const answer = await newest.current.commands.command(id, command, member);
        end(answer.ok ? undefined : newest.current.reason(refusal(answer)));
        return answer.ok;
      } catch (error) {
        end(newest.current.reason(error));
        return false;
      }
    };
    return {
      works,
      run: (command) => perform(CONFERENCE, command),
      runFor: perform,
      dismiss: (target) => change((now) => dismissed(now, target)),
    };
  }, [id, works]);
  return <Context.Provider value={shared}>{children}</Context.Provider>;
}

function useShared(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error("No conference above");
  return shared;
}

/** The functions stay the same ones as long as the conference does; they resolve to whether it was done. */
export const useCommands = (): Pick<Shared, "run" | "runFor" | "dismiss"> => useShared();

/** What is under way for a member, or for the conference. */
export const useWork = (target: string): Work =>
  useStore(useShared().works, ({ works }) => works.get(target) ?? IDLE);
