import "./colours.css";
import { Text, type TextProps } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./quiet.module.css";

/** Text of second rank. Mantine's `dimmed` is too pale for 4.5:1 on light backgrounds. */
export function Quiet({ children, ...props }: TextProps & { readonly children: ReactNode }) {
  return (
    <Text component="div" size="sm" className={classes["quiet"] ?? ""} {...props}>
      {children}
    </Text>
  );
}
