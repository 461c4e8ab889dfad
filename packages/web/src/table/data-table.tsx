import { Alert, Button, Skeleton, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import type { RowsProps, SortProps } from "./columns.js";
import { RowsCards } from "./rows-cards.js";
import { RowsTable } from "./rows-table.js";
import classes from "./table.module.css";
import { TEXTS } from "./texts.js";

/** What a query of react-query tells, as far as a list shows it. */
export interface ListQueryState {
  readonly isPending: boolean;
  readonly isFetching: boolean;
  readonly isPlaceholderData: boolean;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

export interface DataTableProps<Row> extends RowsProps<Row>, SortProps {
  readonly query: ListQueryState;
  readonly empty: ReactNode;
}

/** A list of the server: a table, or cards on a phone; while it is read anew the old one stays, paler. */
export function DataTable<Row>({ query, empty, ...props }: DataTableProps<Row>) {
  const say = useTexts(TEXTS);
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  if (query.error) return <ListFailure query={query} error={query.error} />;
  if (query.isPending) return <Waiting label={say("loading")} />;
  if (props.rows.length === 0) return <>{empty}</>;
  return (
    <div
      className={query.isPlaceholderData ? classes["busy"] : undefined}
      aria-busy={query.isPlaceholderData}
    >
      {narrow ? <RowsCards {...props} /> : <RowsTable {...props} />}
    </div>
  );
}

function Waiting({ label }: { readonly label: string }) {
  return (
    <Stack gap="xs" role="status" aria-label={label}>
      {[1, 2, 3, 4, 5].map((line) => (
        <Skeleton key={line} h={36} />
      ))}
    </Stack>
  );
}

function ListFailure({ query, error }: { readonly query: ListQueryState; readonly error: Error }) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  return (
    <Alert color="red" role="alert">
      <Stack align="start" gap="xs">
        {problemText(error)}
        <Button variant="default" loading={query.isFetching} onClick={() => query.refetch()}>
          {say("again")}
        </Button>
      </Stack>
    </Alert>
  );
}
