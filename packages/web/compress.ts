import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const LARGE = 1024;

/** Writes `.br` and `.gz` beside every larger text file of the build, so that the server compresses nothing itself. */
export function compress(): Plugin {
  return {
    name: "parley-compress",
    apply: "build",
    writeBundle: ({ dir }) => {
      if (dir === undefined) return;
      for (const file of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|svg)$/.test(file)) continue;
        const bytes = readFileSync(join(dir, file));
        if (bytes.length < LARGE) continue;
        writeFileSync(join(dir, `${file}.gz`), gzipSync(bytes, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 10 };
        writeFileSync(join(dir, `${file}.br`), brotliCompressSync(bytes, { params }));
      }
    },
  };
}
