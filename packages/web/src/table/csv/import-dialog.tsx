import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useEffect, useMemo, useReducer, useState } from "react";
import { useTexts } from "../../i18n/index.js";
import { useDialogClose } from "../use-dialog-close.js";
import { ChooseSource } from "./choose-source.js";
import { importReducer } from "./import-state.js";
import { Result } from "./result.js";
import { Review } from "./review.js";
import type { ImportSpec } from "./spec.js";
import { TEXTS } from "./texts.js";
import { useAddition } from "./use-addition.js";

interface ImportDialogProps<Done> {
  readonly spec: ImportSpec<Done>;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Adds many from a file: choose, look through, add, save what came of it. */
export function ImportDialog<Done>({ spec, opened, onClose }: ImportDialogProps<Done>) {
  const say = useTexts(TEXTS);
  const [unsaved, setUnsaved] = useState(false);
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const question = {
    title: say("lostTitle"),
    text: say("lostText"),
    confirm: say("lostConfirm"),
    dangerous: true,
  };
  const guard = useDialogClose(unsaved ? question : undefined, () => {
    setUnsaved(false);
    onClose();
  });
  return (
    <>
      <Modal
        opened={opened}
        {...guard.props}
        title={spec.title}
        size="70rem"
        fullScreen={narrow ?? false}
        closeOnClickOutside={false}
        closeButtonProps={{ "aria-label": say("close") }}
      >
        {opened ? <Steps spec={spec} onUnsaved={setUnsaved} onClose={guard.props.onClose} /> : null}
      </Modal>
      {guard.dialog}
    </>
  );
}

interface StepsProps<Done> {
  readonly spec: ImportSpec<Done>;
  readonly onUnsaved: (unsaved: boolean) => void;
  readonly onClose: () => void;
}

function Steps<Done>({ spec, onUnsaved, onClose }: StepsProps<Done>) {
  const { fields } = spec;
  const reducer = useMemo(() => importReducer(fields), [fields]);
  const [state, dispatch] = useReducer(reducer, undefined);
  const { add, pending, added } = useAddition(spec);
  const secrets = added !== undefined && added.done.length > 0 && spec.result.secrets.length > 0;
  useEffect(() => onUnsaved(secrets), [secrets, onUnsaved]);
  if (added)
    return <Result spec={spec} added={added} onSaved={() => onUnsaved(false)} onClose={onClose} />;
  if (!state || state.rows.length === 0)
    return (
      <ChooseSource
        fields={fields}
        empty={state !== undefined}
        onRead={(read) => dispatch({ type: "read", ...read })}
      />
    );
  return (
    <Review
      spec={spec}
      state={state}
      dispatch={dispatch}
      pending={pending}
      onAdd={(rows) => void add(rows)}
    />
  );
}
