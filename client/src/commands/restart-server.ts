import type { Extension } from "../extension.ts";

/** Restart Server: ends the server process and starts another one, which reads everything anew. */
export async function restartServer({ server, status, log }: Extension): Promise<void> {
  log.info("Restarting the server");
  await status.during(server.restart());
}
