import { createTheme } from "@mantine/core";

/** Contrast of at least 4.5:1 in both colour schemes: white on `teal` 9, which is also the colour of links. */
export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 9, dark: 9 },
  defaultRadius: "md",
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  cursorType: "pointer",
  respectReducedMotion: true,
});
