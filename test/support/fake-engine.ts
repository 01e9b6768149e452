// An engine that a test can read at a glance: `old(x)` is flagged, and `@x` in it decides how it may be mended.
import type { Engine, FileReport, Finding } from "../../server/src/engine/engine.ts";
import type { Fix } from "../../server/src/engine/rules/rule.ts";
import { defineRule } from "../../server/src/engine/rules/rule.ts";
import { isSelected } from "../../server/src/engine/rules/rule-selection.ts";
import type { Settings } from "../../server/src/engine/settings.ts";
import { applyEdits } from "../../server/src/engine/text/edits.ts";
import type { Product } from "../../server/src/lsp/server.ts";

/** What the fake engine was asked to do. */
export interface FakeEngine extends Engine {
  readonly analyses: string[];
  readonly closed: string[];
  /** Texts that the edits it was told of do not lead to. */
  readonly mismatches: string[];
}

const oldCall = /old\(([^()\n]*)\)/gu;

/** `old(safe)` has a safe fix, `old(manual)` none, `old(both)` one of each safety, any other an unsafe one. */
export function createFakeEngine(): FakeEngine {
  const kept = new Map<string, string>();
  const analyses: string[] = [];
  const closed: string[] = [];
  const mismatches: string[] = [];
  return {
    analyses,
    closed,
    mismatches,
    async analyze(source, { settings }, options): Promise<FileReport> {
      analyses.push(source.uri);
      if (options?.keepTree) {
        const expected = kept.get(source.uri);
        if (expected !== undefined && expected !== source.text) mismatches.push(source.uri);
        kept.set(source.uri, source.text);
      }
      if (source.text.includes("REJECT")) throw new Error("a defect of the engine");
      const skipped = source.text.length > settings.maxFileSizeKB * 1024 ? "larger than the setting allows" : undefined;
      const problems = source.text.includes("THROW") ? ["the rule fake-rule failed: a defect"] : [];
      const findings = skipped || !isSelected("fake-rule", settings) ? [] : [...source.text.matchAll(oldCall)].map((match) => findingOf(match.index, match[0], match[1] ?? "", settings));
      return { source, findings, suppressed: [], skipped, partial: [], problems };
    },
    edited(uri, { start, oldEnd, text }) {
      const before = kept.get(uri);
      if (before !== undefined) kept.set(uri, applyEdits(before, [{ span: { start, end: oldEnd }, text }]));
    },
    close(uri) {
      closed.push(uri);
      kept.delete(uri);
    },
    requests: async () => ({ requests: [], unread: [] }),
    plan({ source, findings }, choice) {
      const chosen = findings.filter(({ key }) => choice.some(({ finding }) => finding === key));
      const edits = chosen.map(({ span }) => ({ span, text: source.text.slice(span.start, span.end).replace("old", "new") }));
      return { source, edits, applied: chosen.map(({ key }) => key), skipped: [], notes: chosen.length > 0 ? ["The default timeout differs."] : [], packages: [], adapters: [] };
    },
  };
}

function findingOf(start: number, text: string, argument: string, settings: Settings): Finding {
  const fix = (safety: Fix["safety"], strategy: Fix["strategy"], title: string): Fix => ({
    title,
    strategy,
    safety,
    notes: safety === "unsafe" ? ["The model's slug is a suggestion."] : [],
    apply() {},
  });
  const safe = fix("safe", "portkey-sdk", "Rewrite to new");
  const fixes = { safe: [safe], manual: [], both: [safe, fix("unsafe", "openai-client", "Use the other one")] }[argument] ?? [fix("unsafe", "portkey-sdk", "Rewrite to new")];
  return {
    key: `fake-rule:${start}:${start + text.length}`,
    rule: "fake-rule",
    span: { start, end: start + text.length },
    focus: { start, end: start + 3 },
    severity: settings.severity["fake-rule"] === "error" ? "error" : "warning",
    message: `${text} is old`,
    symbol: "old",
    isImport: false,
    feedsLiteLlm: undefined,
    strategy: "portkey-sdk",
    models: [...argument.matchAll(/"((\w+)\/[^"]+)"/g)].map(({ 1: value = "", 2: provider = "", index }) => {
      const mapped = settings.providerSlugs[provider];
      return { value, span: { start: start + index, end: start + index + value.length + 2 }, provider, slug: mapped ?? `${provider}-prod`, isMapped: mapped !== undefined };
    }),
    fixes,
    manual: fixes.length === 0 ? "Ask whoever wrote it" : undefined,
    related: [{ span: { start: 0, end: 0 }, message: "the file starts here" }],
  };
}

/** The fake engine as the server takes it. */
export function fakeProduct(engine: Engine = createFakeEngine()): Product {
  const fakeRule = defineRule({ id: "fake-rule", title: "old call", why: "Old calls are *old*.", languages: ["python"], severity: "warning", minutesByHand: 1, detect: () => [] });
  return {
    version: "0.0.0",
    rules: [fakeRule],
    pageOf: () => undefined,
    holdsNothing: () => false,
    createEngine: async () => engine,
  };
}
