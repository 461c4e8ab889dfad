import { Alert, Button, FileButton, List, Stack, Text, Textarea } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { useTexts } from "../../i18n/index.js";
import classes from "./csv.module.css";
import { decodeBytes, type Encoding } from "./decode.js";
import type { ImportField } from "./fields.js";
import { TEXTS } from "./texts.js";

const LARGEST_BYTES = 10 * 1024 * 1024;

export interface ReadText {
  readonly text: string;
  readonly name?: string;
  readonly encoding?: Encoding;
}

interface ChooseSourceProps {
  readonly fields: readonly ImportField[];
  readonly onRead: (read: ReadText) => void;
  /** The last one read had no rows. */
  readonly empty: boolean;
}

/** The first step: a file or a text. */
export function ChooseSource({ fields, onRead, empty }: ChooseSourceProps) {
  const say = useTexts(TEXTS);
  const [pasted, setPasted] = useState("");
  const [problem, setProblem] = useState<"tooBig" | "unreadable">();
  const read = async (file: File | null | undefined) => {
    if (!file) return;
    if (file.size > LARGEST_BYTES) return setProblem("tooBig");
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      onRead({ ...decodeBytes(bytes), name: file.name });
    } catch {
      setProblem("unreadable");
    }
  };
  const failure = problem ?? (empty ? "noRows" : undefined);
  return (
    <Stack>
      {failure ? (
        <Alert color="red" role="alert">
          {say(failure)}
        </Alert>
      ) : null}
      <DropArea onFile={(file) => void read(file)} />
      <Textarea
        label={say("paste")}
        autosize
        minRows={4}
        maxRows={10}
        value={pasted}
        spellCheck={false}
        placeholder={fields.map(({ label }) => label).join(";")}
        onChange={({ currentTarget }) => setPasted(currentTarget.value)}
      />
      <Button
        variant="default"
        disabled={pasted.trim() === ""}
        onClick={() => onRead({ text: pasted })}
      >
        {say("read")}
      </Button>
      <Columns fields={fields} />
    </Stack>
  );
}

function DropArea({ onFile }: { readonly onFile: (file: File | null | undefined) => void }) {
  const say = useTexts(TEXTS);
  const [over, setOver] = useState(false);
  const hover = (event: DragEvent, on: boolean) => {
    event.preventDefault();
    setOver(on);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button does the same
    <div
      className={`${classes["drop"]} ${over ? classes["over"] : ""}`}
      onDragOver={(event) => hover(event, true)}
      onDragLeave={(event) => hover(event, false)}
      onDrop={(event) => {
        hover(event, false);
        onFile(event.dataTransfer.files[0]);
      }}
    >
      <Stack align="center" gap="sm">
        <Text>{say("drop")}</Text>
        <FileButton onChange={onFile} accept=".csv,.tsv,.txt,text/csv,text/plain">
          {(props) => (
            <Button {...props} leftSection={<IconUpload size={16} aria-hidden />} data-autofocus>
              {say("choose")}
            </Button>
          )}
        </FileButton>
      </Stack>
    </div>
  );
}

function Columns({ fields }: Pick<ChooseSourceProps, "fields">) {
  const say = useTexts(TEXTS);
  return (
    <div>
      <Text size="sm">{say("columns")}</Text>
      <List size="sm">
        {fields.map(({ key, label, required }) => (
          <List.Item key={key}>
            {required ? say("requiredMark", { field: label }) : label}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
