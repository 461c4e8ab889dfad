// The processes of the benchmark: nothing it starts outlives it, or goes on longer than it may.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const TIMEOUT_MS = 30_000;

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Writes events in this format to whoever connects; `end` stops it. */
export async function startSource(format) {
  const child = spawn(process.execPath, [script("esl-source.mjs"), format], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const end = endsWithUs(child);
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", (code) => reject(new Error(`the source ended with ${code}`)));
  });
  return { port: Number(line.replace("port ", "")), end };
}

/** What a library in its own process says at the end. */
export async function consume(library, port, format, reads, { warm, counted }) {
  const args = [library, port, format, reads, warm, counted].map(String);
  const node = ["--no-deprecation", script("esl-consume.mjs"), ...args];
  return JSON.parse(await output(process.execPath, node));
}

/**
 * What a program prints until it ends. One that does not end in time is killed with all it started: a shell that waits for
 * a program of its own would otherwise leave that one behind, and its end of the pipe open.
 */
export function output(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"], detached: true });
    const kill = () => {
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // All of them are gone already.
      }
    };
    process.once("exit", kill);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      kill();
    }, TIMEOUT_MS);
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (piece) => {
      text += piece;
    });
    child.once("error", reject);
    // What it started may hold the pipe open, and would keep "close" away.
    child.once("exit", kill);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      process.removeListener("exit", kill);
      const why = late
        ? `did not end within ${TIMEOUT_MS / 1000} s`
        : `ended with ${code ?? signal}`;
      if (code === 0) resolve(text);
      else reject(new Error(`${program} ${why}`));
    });
  });
}

function endsWithUs(child) {
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  return () => {
    process.removeListener("exit", end);
    child.removeAllListeners("exit");
    end();
  };
}
