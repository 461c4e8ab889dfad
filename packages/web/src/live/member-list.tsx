import type { LiveMemberV2 } from "@parley/protocol/client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useRef } from "react";
import { useTexts } from "../i18n/index.js";
import { useMe } from "../session/index.js";
import { Empty } from "../ui/empty.js";
import classes from "./live.module.css";
import { MemberRow } from "./member-row.js";
import { TEXTS } from "./texts.js";

interface MemberListProps {
  readonly members: readonly LiveMemberV2[];
  readonly floor: string | undefined;
  readonly controllable: boolean;
  readonly empty: string;
}

const ROW_HEIGHT = 57;

/** Only what is in sight stands in the page; a screen reader is told which of how many each is. */
export function MemberList({ members, floor, controllable, empty }: MemberListProps) {
  const say = useTexts(TEXTS);
  const { id: me } = useMe();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: members.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    getItemKey: useCallback((index: number) => members[index]?.id ?? index, [members]),
    useFlushSync: false,
  });
  return (
    <div ref={scroller} className={classes["scroller"]}>
      {members.length === 0 ? <Empty title={empty} /> : null}
      <ul
        aria-label={say("list")}
        className={classes["list"]}
        style={{ height: rows.getTotalSize() }}
      >
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const member = members[index];
          return member ? (
            <li
              key={key}
              ref={rows.measureElement}
              data-index={index}
              aria-setsize={members.length}
              aria-posinset={index + 1}
              className={classes["item"]}
              style={{ transform: `translateY(${start}px)` }}
            >
              <MemberRow
                member={member}
                hasFloor={member.id === floor}
                controllable={controllable}
                own={member.number === me}
              />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}
