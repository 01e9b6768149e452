import type { Catalog } from "../catalog/catalog.ts";
import { namedPackage } from "../catalog/named-package.ts";
import type { Call, FileFacts } from "../facts/facts.ts";
import { isLiteLlm } from "../facts/litellm-path.ts";
import { oncePerFile } from "../facts/once-per-file.ts";
import type { PlanContext } from "./call-plan.ts";
import { isInCarried } from "./module-settings.ts";
import { isSettled } from "./setting-plan.ts";

/** What around a call makes its rewrite a change of behavior: settings, patches, stand-ins, event loops. */
export function surroundingReasons(call: Call, isAsync: boolean, context: PlanContext): string[] {
  const { facts } = context;
  const reasons: string[] = [];
  const file = fileReasons(context.facts, context);
  for (const setting of file.settings) reasons.push(`\`${setting}\` in this file no longer has an effect on the call`);
  if (file.patch) reasons.push(patchReason(file.patch));
  if (file.isHandedOn) reasons.push("`litellm` itself is handed on in this file, to code that may replace its functions or change its settings");
  const binding = facts.bindings[call.callee.binding];
  if (binding && !binding.isCertain) reasons.push(`\`${binding.name}\` is not LiteLLM under every condition in this file`);
  if (isAsync && !hasOneLoop(call, facts)) reasons.push("The shared asynchronous client belongs to the event loop of its first call: review where more than one loop runs");
  return reasons;
}

/** The settings of the module in this file that a request which is not LiteLLM's any more would miss, each once. */
export const settingsInFile = (context: PlanContext): readonly string[] => fileReasons(context.facts, context).settings;

/** What of a file touches every call in it. */
interface FileReasons {
  readonly settings: readonly string[];
  readonly patch: string | undefined;
  readonly isHandedOn: boolean;
}

const fileReasons = oncePerFile((facts, context: PlanContext): FileReasons => {
  const { catalog } = context;
  // What is done with an answer is the matter of the call that gave it.
  const liteLlm = facts.references.filter(({ path }) => isLiteLlm(path) && path !== "litellm" && !path.includes("()"));
  return {
    settings: [
      ...new Set(
        liteLlm
          .filter(
            (reference) => (reference.role === "write" || reference.role === "delete" || isSetting(reference.path, catalog)) && !isSettled(reference, catalog) && !isInCarried(reference, context),
          )
          .map(({ path }) => path),
      ),
    ],
    patch: patchedName(facts),
    isHandedOn: facts.references.some(({ path, taker }) => path === "litellm" && taker !== undefined && !onlyLooks.has(taker)),
  };
});

/** Functions that change nothing of a module they are given. */
const onlyLooks = new Set(["getattr", "hasattr", "dir", "vars", "print", "repr", "str", "id", "bool"]);

const settingFamilies = new Set(["litellm-setting", "litellm-callback", "litellm-cache"]);

/** A setting, or what is done with one: `litellm.callbacks.append`. */
function isSetting(path: string, catalog: Catalog): boolean {
  for (let end = path.length; end > 0; end = path.lastIndexOf(".", end - 1)) if (settingFamilies.has(catalog.symbol(path.slice(0, end))?.family ?? "")) return true;
  return false;
}

/** What a string of the file names as tests do that put something in its place: `patch("litellm.completion")`, `jest.mock("litellm")`. */
export const patchedName = (facts: FileFacts): string | undefined =>
  facts.strings.find((string) => {
    const { value, context } = string;
    if (namedPackage(string, facts)?.use === "double") return true;
    if (value !== "litellm") return /^litellm\.[\w.]+$/.test(value) && context.kind === "argument";
    return (context.kind === "argument" && /mock|patch|setitem|setattr/i.test(context.callee)) || context.kind === "record-key";
  })?.value;

/** Why a file that names a package's function as a string has to be reviewed. */
export const patchReason = (name: string): string => `"${name}" is named as a string in this file, as tests do that replace it`;

/** Whether every use of a shared asynchronous client of this file runs in one loop for sure. */
function hasOneLoop(call: Call, { calls, references }: FileFacts): boolean {
  if (call.place === "module" && call.awaited) return true;
  const starts = references.filter(({ path }) => path.startsWith("asyncio."));
  const runs = calls.filter(({ callee }) => callee.path === "asyncio.run");
  const others = starts.filter(({ path }) => /^asyncio\.(?:new_event_loop|set_event_loop|get_event_loop|run_coroutine_threadsafe|Runner|to_thread)/.test(path));
  return runs.length === 1 && runs[0]?.place === "module" && !runs[0].isRepeated && others.length === 0;
}
