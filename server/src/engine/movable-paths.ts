import type { Catalog } from "./catalog/catalog.ts";
import type { ModuleExports } from "./facts/exports.ts";
import type { FileFacts } from "./facts/facts.ts";
import { adapterName } from "./rewrite/adapter-imports.ts";
import type { Fix } from "./rules/rule.ts";
import type { Span } from "./text/span.ts";
import { SpanIndex } from "./text/span-index.ts";

/** A finding with the fixes that are left to it. */
interface Fixed {
  readonly span: Span;
  readonly fixes: readonly Fix[];
}

/** What a file gives to others, with the paths of the package that its fixes move to the adapter wherever the file has them. */
export function withMovablePaths(facts: FileFacts, findings: readonly Fixed[], catalog: Catalog): ModuleExports | undefined {
  const { exports, references, imports } = facts;
  if (!exports) return exports;
  const moving = new SpanIndex(
    findings.filter(({ fixes }) => fixes.some(({ strategy, adapter }) => strategy === "adapter" && adapter !== undefined)),
    ({ span }) => span,
  );
  const places = new Map<string, Span[]>();
  for (const { path, span } of [...references.filter(({ path }) => !path.includes("()")), ...imports.flatMap(({ names }) => names)]) {
    const known = places.get(path);
    if (known) known.push(span);
    else places.set(path, [span]);
  }
  const given = new Set(Object.values(exports.paths));
  const movable = [...given].filter((path) => {
    // An instance moves with what makes it.
    const own = places.get(path.replace(/\(\)$/, "")) ?? [];
    return adapterName(path, catalog) !== undefined && own.length > 0 && own.every((span) => moving.covers(span));
  });
  return movable.length > 0 ? { ...exports, movable: movable.sort() } : exports;
}
