import type { LogOutputChannel } from "vscode";
import type { Server } from "./client.ts";
import type { Gateway } from "./gateway/gateway.ts";
import type { Pages } from "./pages.ts";
import type { ScanResults } from "./scan-results.ts";
import type { StatusItem } from "./views/status-item.ts";

/** What commands work with. */
export interface Extension {
  readonly server: Server;
  readonly scans: ScanResults;
  readonly pages: Pages;
  readonly status: StatusItem;
  readonly gateway: Gateway;
  readonly log: LogOutputChannel;
}
