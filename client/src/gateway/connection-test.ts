import { type ConnectionStep, connectionSteps } from "../../../server/src/gateway/connection.ts";
import { copyAs } from "../../../server/src/gateway/copy/copy-as.ts";
import type { GatewayProfile } from "../../../server/src/gateway/outcome.ts";
import { gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import { allowed } from "./allowed.ts";
import { slugsOf } from "./confirmations.ts";
import type { Gateway } from "./gateway.ts";
import type { PreparedTest } from "./gateway-tests.ts";
import { duration } from "./panel-view.ts";
import { hasWhatItNeeds } from "./test-code.ts";
import { newTraceId } from "./trace-id.ts";

/** Takes one step after the other until one fails; the panel shows the last one, with what the others came to. */
export async function testConnection(gateway: Gateway, profile: GatewayProfile, model: string | null): Promise<void> {
  const steps = connectionSteps(profile, model, newTraceId());
  const taken: string[] = [];
  const placed = (index: number): string => `${index + 1} of ${steps.length}`;
  // the last step is the one that sends the most, so it is the one that is shown before anything is sent
  const last = steps.at(-1);
  if (last === undefined) return;
  const largest = testOf(profile, last, placed(steps.length - 1), []);
  if (!(await hasWhatItNeeds(gateway, largest)) || !(await allowed(gateway, largest))) return;
  for (const [index, step] of steps.entries()) {
    const test = testOf(profile, step, placed(index), taken);
    if (profile.id === "local") await gateway.local.answerFor(slugsOf(test.request));
    const result = await gateway.tests.run(test);
    if (result === undefined || !result.diagnosis.ok) return;
    taken.push(`${step.title}: ${duration(result.outcome.timings.totalMs)}${result.diagnosis.level === "warning" && profile.id !== "local" ? `, with a warning: ${result.diagnosis.message}` : ""}`);
  }
}

const testOf = (profile: GatewayProfile, { title, request }: ConnectionStep, place: string, taken: readonly string[]): PreparedTest => ({
  title: `${title} (${place})`,
  request,
  notes: [`Connection test of ${gatewayFacts(profile.id).name}.`, ...taken],
  isEchoed: profile.id === "local",
  curl: copyAs("curl-bash", request),
  stubbed: null,
  source: null,
});
