import type { Action } from "../../../server/src/gateway/outcome.ts";
import { clockTime } from "../../../server/src/gateway/retry-after.ts";

/** What the button of a next step says. */
export function actionLabel(action: Action): string {
  switch (action.kind) {
    case "set-key":
      return "Set API Key…";
    case "change-profile":
      return "Change Profile…";
    case "fix-url":
      return action.url === null ? "Change the Address…" : `Use ${action.url}`;
    case "retry":
      return "Retry";
    case "retry-at":
      return `Retry at ${clockTime(action.at, Date.now())}`;
    case "retry-longer":
      return "Retry with a Longer Limit";
    case "map-slug":
      return action.provider === null ? "Map Providers to Slugs…" : `Map '${action.provider}' to a Slug…`;
    case "pick-model":
      return action.nearest[0] === undefined ? "Pick a Model…" : `Pick a Model (${action.nearest[0]}, …)`;
    case "show-argument":
      return `Show '${action.name}' in the Code`;
    case "edit-request":
      return "Edit the Request…";
    case "show-body":
      return "Show the Whole Answer";
    case "open-logs":
      return "Open Logs in the Dashboard";
    case "open-providers":
      return "Open Providers in the Dashboard";
    case "open-limits":
      return "Open Limits in the Dashboard";
    case "open-status":
      return "Open the Status Page";
    case "open-proxy-settings":
      return "Open Proxy Settings";
    case "restart-local":
      return "Restart the Local Gateway";
    default:
      return action satisfies never;
  }
}
