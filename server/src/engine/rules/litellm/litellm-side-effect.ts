import type { Catalog } from "../../catalog/catalog.ts";
import type { FileFacts } from "../../facts/facts.ts";
import { defineRule } from "../rule.ts";

export const liteLlmSideEffect = defineRule({
  id: "litellm-side-effect",
  title: "Side effect of LiteLLM's import",
  why: "`import litellm` calls `load_dotenv()` unless `LITELLM_MODE` is set to something else than `DEV`. A program that relies on it no longer finds the variables of its `.env` file once the import is gone, `PORTKEY_API_KEY` among them.",
  languages: ["python"],
  severity: "information",
  isFineWithLiteLlm: true,
  minutesByHand: 2,

  *detect({ facts, catalog }) {
    const loading = facts.imports.find(({ module, place, isTypeOnly, guard }) => /^litellm\b/.test(module) && place === "module" && !isTypeOnly && guard !== "type-checking");
    if (!loading || !isProgram(facts, catalog) || readsDotenv(facts)) return;
    const isSet = new Set(facts.environment.filter(({ access }) => access === "write").map(({ variable }) => variable));
    const reads = facts.environment.filter(({ access, variable, span }) => (access === "read" || access === "test") && !isSet.has(variable) && span.start > loading.span.end);
    const first = reads[0];
    if (!first) return;
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
const isProgram = ({ calls, environment }: FileFacts, { isRequest }: Catalog): boolean =>
  [...calls, ...environment].some(({ place }) => place === "main") || calls.some(({ place, callee }) => place === "module" && isRequest(callee.path));

/** Whether the file itself reads `.env`, or keeps LiteLLM from it. */
const readsDotenv = ({ anchors, environment }: FileFacts): boolean =>
  anchors.uses("dotenv") || anchors.uses("load_dotenv") || environment.some(({ variable, access }) => variable === "LITELLM_MODE" && access === "write");
