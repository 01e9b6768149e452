import type { EnvironmentUse } from "../facts/environment-facts.ts";
import type { FileFacts } from "../facts/facts.ts";
import { isLiteLlm } from "../facts/litellm-path.ts";
import { isFixed, isPlain } from "./argument-fate.ts";
import type { CallPlan, PlanContext } from "./call-plan.ts";
import { isRemovable } from "./removed-statements.ts";
import { requestPlaces } from "./request-places.ts";

/** Plans to take out the statements that give variables of providers their values, with the calls that needed them or after them. */
export function planProviderKeys(uses: readonly EnvironmentUse[], context: PlanContext): CallPlan {
  const together = requestPlaces(context);
  const statements = uses.flatMap(({ assignment }) => (assignment && isRemovable(assignment.statement) && (isFixed(assignment.value) || isPlain(assignment.value)) ? [assignment.statement] : []));
  const isForRequests = together.length > 0 || usesPortkey(context.facts);
  if (!isForRequests || statements.length < uses.length) return { kind: "blocked", reasons: [] };
  const obstacle = otherReader(uses, context.facts);
  if (obstacle !== undefined) return { kind: "blocked", reasons: [obstacle] };
  return {
    kind: "rewrite",
    title: statements.length === 1 ? "Remove the provider's key" : "Remove the providers' keys",
    strategy: "portkey-sdk",
    reasons: ["Whatever else of the program reads the variable does not find it any more: other files, packages that they import"],
    notes: [],
    together,
    needsMigratedCalls: true,
    apply(edit) {
      for (const statement of statements) edit.removeStatement(statement);
    },
  };
}

/** Whether the file's calls go through Portkey, so that a provider's key that it sets is one that was left behind. */
export const usesPortkey = ({ imports }: FileFacts): boolean => imports.some(({ module }) => /^portkey_ai\b/.test(module));

/** What in the file may need the variables too. */
export function otherReader(uses: readonly EnvironmentUse[], { environment, imports, otherClients, anchors }: FileFacts): string | undefined {
  const [client] = [...otherClients, ...imports.map(({ module }) => module).filter((module) => !isLiteLlm(module) && !/^(?:asyncio|portkey_ai)\b/.test(module))];
  if (client !== undefined) return `\`${client}\`, which this file imports, may need it`;
  const reader = environment.find(({ variable, access }) => access !== "write" && uses.some((use) => use.variable === variable));
  if (reader) return `\`${reader.variable}\` is read in this file too`;
  const starter = processStarters.find((word) => anchors.uses(word));
  return starter === undefined ? undefined : `A process that this file may start (\`${starter}\`) may need it`;
}

/** Words by which a program starts others, which inherit its environment. */
const processStarters = ["subprocess", "Popen", "system", "execv", "execvp", "execve", "spawn", "multiprocessing"];
