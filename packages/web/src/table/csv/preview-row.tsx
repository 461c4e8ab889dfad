import { ActionIcon, Button, Checkbox, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type FormEvent, memo, useState } from "react";
import { useTexts } from "../../i18n/index.js";
import classes from "./csv.module.css";
import type { ImportField } from "./fields.js";
import type { RowNote } from "./row-text.js";
import type { ImportRow, RowState, RowValues } from "./rows.js";
import { TEXTS } from "./texts.js";

export interface PreviewRowProps {
  readonly row: ImportRow;
  readonly state: RowState;
  readonly note: RowNote;
  readonly fields: readonly ImportField[];
  readonly editing: boolean;
  readonly onEdit: (line: number | undefined) => void;
  readonly onSkip: (line: number, skipped: boolean) => void;
  readonly onChange: (line: number, values: RowValues) => void;
}

/**
 * What stands in one row of the preview. While the list is scrolled nothing in a row changes but its place; what it
 * calls only hands its own line on, so an older one does the same.
 */
export const PreviewRow = memo(
  Row,
  (before, after) =>
    before.row === after.row &&
    before.state === after.state &&
    before.note.text === after.note.text &&
    before.fields === after.fields &&
    before.editing === after.editing,
);

function Row(props: PreviewRowProps) {
  const { row, state, note, fields, editing, onEdit, onSkip } = props;
  const { line } = row;
  const say = useTexts(TEXTS);
  return (
    <>
      <span>{line}</span>
      <span>
        <Checkbox
          size="xs"
          aria-label={say("include", { line })}
          checked={!row.skipped}
          onChange={({ currentTarget }) => onSkip(line, !currentTarget.checked)}
        />
      </span>
      <span className={classes["values"]}>
        <Values row={row} fields={fields} />
      </span>
      <span className={`${classes["verdict"]} ${state === "problem" ? classes["problem"] : ""}`}>
        {note.text}
      </span>
      <span>
        <ActionIcon
          variant="subtle"
          aria-label={say("edit", { line })}
          aria-expanded={editing}
          onClick={() => onEdit(editing ? undefined : line)}
        >
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      </span>
      {editing ? <RowEditor key={line} {...props} /> : null}
    </>
  );
}

function Values({ row, fields }: Pick<PreviewRowProps, "row" | "fields">) {
  const say = useTexts(TEXTS);
  return fields.map(({ key, label, secret }) => {
    const value = row.values[key] ?? "";
    if (value === "") return null;
    return (
      <span key={key} className={classes["value"]} data-label={label}>
        <bdi>{secret ? say("hidden") : value}</bdi>
      </span>
    );
  });
}

function RowEditor({ row, note, fields, onEdit, onChange }: PreviewRowProps) {
  const say = useTexts(TEXTS);
  const [values, setValues] = useState(row.values);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(row.line, values);
    onEdit(undefined);
  };
  const propsOf = ({ key, label }: ImportField) => ({
    size: "xs",
    label,
    error: note.field === key,
    value: values[key] ?? "",
    autoFocus: key === (note.field ?? fields[0]?.key),
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      setValues({ ...values, [key]: currentTarget.value }),
  });
  return (
    <form
      className={classes["editor"]}
      onSubmit={submit}
      // Escape closes this and not the dialog around it.
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onEdit(undefined);
      }}
    >
      {fields.map((field) =>
        field.choices ? (
          <NativeSelect
            key={field.key}
            {...propsOf(field)}
            data={[...new Set([values[field.key] ?? "", ...field.choices])]}
          />
        ) : (
          <TextInput key={field.key} {...propsOf(field)} autoComplete="off" />
        ),
      )}
      <Group gap="xs">
        <Button size="xs" type="submit">
          {say("apply")}
        </Button>
        <Button size="xs" variant="default" onClick={() => onEdit(undefined)}>
          {say("cancel")}
        </Button>
      </Group>
    </form>
  );
}
