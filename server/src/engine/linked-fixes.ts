import type { Finding } from "./engine.ts";
import type { Fix } from "./rules/rule.ts";
import type { Span } from "./text/span.ts";
import { SpanIndex } from "./text/span-index.ts";

/** A file's findings by the places they own. */
export type FindingIndex = SpanIndex<Finding>;

/** Which finding a place belongs to: the innermost other one around it. */
export function ownerOf(place: Span, index: FindingIndex, except: Finding): Finding | undefined {
  for (const finding of index.covering(place)) if (finding.key !== except.key) return finding;
  return undefined;
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
export function resolveTogether(findings: readonly Finding[]): LinkedFixes {
  const index = indexOf(findings);
  const fixes = new Map<string, readonly Fix[]>(findings.map(({ key, fixes: own }) => [key, own]));
  const obstacles = new Map<string, Finding>();
  // Each round withdraws or lowers at least one fix, so the rounds end.
  for (let changed = true; changed; ) {
    changed = false;
    for (const finding of findings) {
      const own = fixes.get(finding.key) ?? [];
      const resolved = own.flatMap((fix): Fix[] => {
        const owners = (fix.together ?? []).map((place) => ownerOf(place, index, finding));
        const partners = owners.map((owner) => owner && fixes.get(owner.key)?.find(({ strategy }) => strategy === fix.strategy));
        const missing = partners.indexOf(undefined);
        if (missing >= 0) {
          const obstacle = owners[missing];
          if (obstacle) obstacles.set(finding.key, obstacle);
          return [];
        }
        const leastSafe = partners.find((partner) => partner?.safety === "unsafe");
        if (fix.safety === "unsafe" || leastSafe === undefined) return [fix];
        return [{ ...fix, safety: "unsafe", notes: [...new Set([...fix.notes, ...leastSafe.notes])] }];
      });
      if (resolved.length !== own.length || resolved.some((fix, index) => fix !== own[index])) {
        fixes.set(finding.key, resolved);
        changed = true;
      }
    }
  }
  return {
    fixes,
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
