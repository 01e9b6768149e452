import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { gatewayFolder } from "./setup.ts";

/** The open-source Portkey gateway as a child process. */
export interface Gateway {
  readonly url: string;
  stop(): Promise<void>;
}

const startLimitMilliseconds = 30_000;

/** Starts the real gateway on a free port of 127.0.0.1 and waits until it answers; rejects with its output when it does not. */
export async function startGateway(): Promise<Gateway> {
  const port = await freePort();
  const program = join(gatewayFolder, "node_modules", "@portkey-ai", "gateway", "build", "start-server.js");
  const preload = fileURLToPath(new URL("loopback-only.mjs", import.meta.url));
  // The gateway reads AWS_* and AZURE_* from its environment and would use the developer's own; its console shows keys, so it stays off.
  const child = spawn(process.execPath, ["--import", preload, program, `--port=${port}`, "--headless"], {
    env: { PATH: process.env.PATH ?? "", HOME: tmpdir(), NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (part: string) => (output = (output + part).slice(-20_000)));
  let hasExited = false;
  const exited = new Promise<void>((resolve) =>
    child.once("exit", () => {
      hasExited = true;
      resolve();
    }),
  );
  const url = `http://127.0.0.1:${port}`;
  for (const start = Date.now(); !(await answers(url)); await wait(50)) {
    if (hasExited || Date.now() - start > startLimitMilliseconds) {
      kill();
      throw new Error(`the gateway did not start:\n${output}`);
    }
  }
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      const limit = setTimeout(kill, 3000);
      await exited;
      clearTimeout(limit);
      process.removeListener("exit", kill);
    },
  };
}

/** Its only sign of health is the greeting: other paths answer too when routing is broken. */
const answers = (url: string): Promise<boolean> =>
  fetch(url)
    .then((response) => response.text())
    .then((text) => /gateway/i.test(text))
    .catch(() => false);

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const address = server.address();
        server.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no free port"))));
      });
  });
}
