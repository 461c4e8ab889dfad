import classes from "./live.module.css";

/** For a Button: on narrow screens only its picture is seen. */
export const WORDLESS = {
  root: classes["wordless"] ?? "",
  label: classes["wordlessLabel"] ?? "",
  section: classes["wordlessSection"] ?? "",
} as const;
