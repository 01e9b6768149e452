import { type LogOutputChannel, window } from "vscode";

/** Does something that an act of the user has begun; where it fails, says so and leaves the details in the log. */
export async function guarded(log: LogOutputChannel, name: string, work: () => Promise<void> | void): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    // the message may stay for as long as the user likes, and the work is over without it
    void tell(log, error instanceof Error ? error.message : String(error));
  }
}

async function tell(log: LogOutputChannel, message: string): Promise<void> {
  const chosen = await window.showErrorMessage(`Portkey Migrate: ${message}`, "Show Logs");
  if (chosen) log.show();
}
