import { nearest } from "../engine/text/nearest.ts";
import { CannotRun, exitCodes, type Io } from "./io.ts";

/** `portkey-migrate explain RULE`: the rule's page on standard output. */
export function explain(id: string | undefined, io: Io): number {
  const ids = io.rules.map((rule) => rule.id);
  if (id === undefined) throw new CannotRun(`explain needs a rule: ${ids.join(", ")}`);
  const rule = io.rules.find((each) => each.id === id);
  if (!rule) {
    const meant = nearest(id, ids);
    throw new CannotRun(`there is no rule ${id}; ${meant === undefined ? `there are ${ids.join(", ")}` : `did you mean ${meant}?`}`);
  }
  io.stdout.write(io.rulePage(id) ?? `# ${rule.title}\n\n\`${id}\`\n\n${rule.why}\n`);
  return exitCodes.clean;
}
