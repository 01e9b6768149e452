import type { FileFacts } from "../../facts/facts.ts";
import { defineRule } from "../rule.ts";

export const liteLlmSideEffect = defineRule({
  id: "litellm-side-effect",
  title: "Side effect of LiteLLM's import",
  why: "`import litellm` calls `load_dotenv()` unless `LITELLM_MODE` is set to something else than `DEV`. A program that relies on it no longer finds the variables of its `.env` file once the import is gone, `PORTKEY_API_KEY` among them.",
  languages: ["python"],
  severity: "information",
  minutesByHand: 2,

  *detect({ facts }) {
    const loading = facts.imports.find(({ module, place, isTypeOnly, guard }) => /^litellm\b/.test(module) && place === "module" && !isTypeOnly && guard !== "type-checking");
    const reads = facts.environment.filter(({ access }) => access === "read" || access === "test");
    const first = reads[0];
    if (!loading || !first || !isProgram(facts) || readsDotenv(facts)) return;
    yield {
      span: first.span,
      focus: first.span,
      message: `\`${first.variable}\` may come from a \`.env\` file that only LiteLLM's import loads`,
      symbol: null,
      fixes: [],
      manual: "Where there is a `.env` file, add `python-dotenv` to the requirements and call `load_dotenv()` at the start of the program before the import goes.",
      related: [{ span: loading.span, message: "This import loads `.env`" }, ...reads.slice(1).map(({ span, variable }) => ({ span, message: `\`${variable}\` is read here` }))],
    };
  },
});

/** Only what a program reads depends on its own imports for certain: a module may be loaded after its program has read the file. */
const isProgram = ({ calls, environment }: FileFacts): boolean =>
  [...calls, ...environment].some(({ place }) => place === "main") || calls.some(({ place, callee }) => place === "module" && /^litellm\b/.test(callee.path));

/** Whether the file itself reads `.env`, or keeps LiteLLM from it. */
const readsDotenv = ({ anchors, environment }: FileFacts): boolean =>
  anchors.names.has("dotenv") || anchors.names.has("load_dotenv") || environment.some(({ variable, access }) => variable === "LITELLM_MODE" && access === "write");
