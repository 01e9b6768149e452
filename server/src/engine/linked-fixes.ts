import type { Finding } from "./engine.ts";
import type { Fix } from "./rules/rule.ts";
import type { Steps } from "./syntax/turns.ts";
import type { Span } from "./text/span.ts";
import { SpanIndex } from "./text/span-index.ts";

/** A file's findings by the places they own. */
export type FindingIndex = SpanIndex<Finding>;

/** Which finding a place belongs to: the innermost other one around it. */
export function ownerOf(place: Span, index: FindingIndex, except?: Finding): Finding | undefined {
  for (const finding of index.covering(place)) if (finding.key !== except?.key) return finding;
  return undefined;
}

/** `ownerOf` that remembers: where calls of a file share something, each fix of theirs depends on the same places. */
function owners(index: FindingIndex): (place: Span, except: Finding) => Finding | undefined {
  const known = new Map<Span, readonly Finding[]>();
  return (place, except) => {
    let around = known.get(place);
    if (!around) {
      const innermost = ownerOf(place, index);
      const next = innermost && ownerOf(place, index, innermost);
      around = [innermost, next].filter((finding) => finding !== undefined);
      known.set(place, around);
    }
    return around.find(({ key }) => key !== except.key);
  };
}

/** Puts a file's findings into an index of their places. */
export const indexOf = (findings: readonly Finding[]): FindingIndex => new SpanIndex(findings, ({ span }) => span);

/** The fixes of findings, by their keys, after what they depend on was looked at. */
export interface LinkedFixes {
  readonly fixes: ReadonlyMap<string, readonly Fix[]>;
  /** Of a finding that has lost a fix, another one without such a fix that it depends on in the end. */
  obstacleOf(key: string): Finding | undefined;
}

/** Withdraws fixes that depend on places without a fix, and lowers the others to the least safe of their group. */
export function* resolveTogether(findings: readonly Finding[]): Steps<LinkedFixes> {
  const dependent = findings.filter(({ fixes }) => fixes.some(({ together = [] }) => together.length > 0));
  const ownerAt = owners(indexOf(dependent.length > 0 ? findings : []));
  const changedFixes = new Map<Finding, readonly Fix[]>();
  const left = (finding: Finding): readonly Fix[] => changedFixes.get(finding) ?? finding.fixes;
  const obstacles = new Map<string, Finding>();
  // Each round withdraws or lowers at least one fix, so the rounds end.
  for (let changed = true; changed; ) {
    changed = false;
    for (const finding of dependent) {
      const own = left(finding);
      const resolved = own.flatMap((fix): Fix[] => {
        const around = (fix.together ?? []).map((place) => ownerAt(place, finding));
        const partners = around.map((owner) => owner && left(owner).find(({ strategy }) => strategy === fix.strategy));
        const missing = partners.indexOf(undefined);
        if (missing >= 0) {
          const obstacle = around[missing];
          if (obstacle) obstacles.set(finding.key, obstacle);
          return [];
        }
        const leastSafe = partners.find((partner) => partner?.safety === "unsafe");
        if (fix.safety === "unsafe" || leastSafe === undefined) return [fix];
        return [{ ...fix, safety: "unsafe", notes: [...new Set([...fix.notes, ...leastSafe.notes])] }];
      });
      if (resolved.length !== own.length || resolved.some((fix, index) => fix !== own[index])) {
        changedFixes.set(finding, resolved);
        changed = true;
      }
      yield;
    }
  }
  return {
    fixes: new Map(findings.map((finding) => [finding.key, left(finding)])),
    obstacleOf(key) {
      const passed = new Set([key]);
      let obstacle = obstacles.get(key);
      // Fixes of several strategies may wait for each other in a circle.
      for (let next = obstacle; next && !passed.has(next.key); next = obstacles.get(next.key)) {
        passed.add(next.key);
        obstacle = next;
      }
      return obstacle;
    },
  };
}
