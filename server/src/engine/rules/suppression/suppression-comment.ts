import { defaultStrategy } from "../../settings.ts";
import type { NamedRule, SuppressionComment } from "../../suppression.ts";
import { nearest } from "../../text/nearest.ts";
import { suppressionMarker } from "../../text/suppression-marker.ts";
import { defineRule, type Fix, type Match, type RuleContext } from "../rule.ts";

export const suppressionComment = defineRule({
  id: "suppression-comment",
  title: "Suppression that does or says too little",
  why: "A suppression that takes nothing away hides the next finding on its line, and one without a reason leaves the next reader to guess. Nothing suppresses this rule; `rules.ignore` turns it off.",
  languages: ["python", "typescript"],
  severity: "information",
  minutesByHand: 1,
  isAboutSuppressions: true,

  *detect(context) {
    for (const comment of context.suppressions.comments) yield* matchesOf(comment, context);
  },
});

function* matchesOf(comment: SuppressionComment, context: RuleContext): Iterable<Match> {
  const { span, rules, isForFile, reason } = comment;
  const marker = isForFile ? `${suppressionMarker}-file` : suppressionMarker;
  if (rules.length === 0 && !isForFile) {
    yield byHand(span, "The suppression names no rule, so it has no effect", `Name what it is about: \`${marker} litellm-completion: why\`.`);
    return;
  }
  const { ran, known } = context.suppressions;
  for (const rule of rules) if (!known.includes(rule.id)) yield byHand(rule.span, `There is no rule \`${rule.id}\``, `${suggestion(rule.id, known)} or take it out.`);

  const isUnused = ({ id, isUsed }: NamedRule): boolean => !isUsed && ran.has(id);
  const unused = rules.filter(isUnused);
  const isAllUnused = rules.length === 0 ? !comment.isUsed && known.every((id) => ran.has(id)) : unused.length === rules.length;
  if (unused.length > 0 || isAllUnused) yield unusedMatch(comment, unused, isAllUnused, context);
  if (reason === "" && !isAllUnused) yield byHand(span, "The suppression gives no reason", `Say why it stays: \`${[marker, rules.map(({ id }) => id).join(", ")].join(" ").trim()}: why\`.`);
}

const byHand = (span: Match["span"], message: string, manual: string): Match => ({ span, focus: span, message, symbol: null, fixes: [], manual });

function suggestion(id: string, known: readonly string[]): string {
  const meant = nearest(id, known);
  return meant === undefined ? "Name one of the rules" : `Write \`${meant}\``;
}

function unusedMatch({ span, removal, rules }: SuppressionComment, unused: readonly NamedRule[], isAll: boolean, { settings, facts }: RuleContext): Match {
  const names = unused.map(({ id }) => `\`${id}\``).join(", ");
  const match = { span, focus: span, symbol: null, message: names === "" ? "The suppression takes nothing away" : `The suppression takes away no finding of ${names}` };
  const fix = (title: string, apply: Fix["apply"]): Match => ({ ...match, fixes: [{ title, strategy: defaultStrategy(settings, facts.language), safety: "safe", notes: [], apply }] });
  if (!isAll) {
    const named = { start: rules[0]?.span.start ?? span.start, end: rules.at(-1)?.span.end ?? span.start };
    const left = rules.filter((rule) => !unused.includes(rule)).map(({ id }) => id);
    return fix(`Remove ${names} from the suppression`, (edit) => edit.replace(named, left.join(", ")));
  }
  if (removal) return fix("Remove the unused suppression", (edit) => edit.replace(removal, ""));
  return { ...match, fixes: [], manual: "Take the comment out." };
}
