import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compress } from "./compress.js";

/** Where `npm run dev -w packages/web` finds the running server. */
const SERVER = process.env["PARLEY_DEV_SERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), compress()],
  build: {
    outDir: "dist/client",
    emptyOutDir: true,
    sourcemap: false,
    chunkSizeWarningLimit: 1000,
    // A strict content-security policy: nothing inline, no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  server: { proxy: { "/api": { target: SERVER, ws: true } } },
});
