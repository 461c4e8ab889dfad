import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

const TYPING_MS = 250;

interface SearchFieldProps {
  readonly value: string;
  readonly onSearch: (search: string) => void;
}

/** Asks once the typing rests; follows the address when "back" changes it. */
export function SearchField({ value, onSearch }: SearchFieldProps) {
  const say = useTexts(TEXTS);
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  const ask = useDebouncedCallback((search: string) => {
    asked.current = search;
    onSearch(search);
  }, TYPING_MS);
  useEffect(() => {
    if (value === asked.current) return;
    asked.current = value;
    setTyped(value);
  }, [value]);
  const change = (search: string) => {
    setTyped(search);
    ask(search);
  };
  return (
    <TextInput
      type="search"
      aria-label={say("search")}
      placeholder={say("search")}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === "" ? null : (
          <CloseButton size="sm" aria-label={say("clearSearch")} onClick={() => change("")} />
        )
      }
      value={typed}
      maxLength={200}
      flex="2 1 14rem"
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}
