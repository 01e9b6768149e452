import type { FileFacts, GivenFact } from "./facts/facts.ts";
import { isLiteLlm } from "./facts/litellm-path.ts";
import type { Match, RelatedPlace } from "./rules/rule.ts";
import { shortName } from "./text/short-name.ts";
import { contains } from "./text/span.ts";

/**
 * Adds to a match the declarations in other files that it depends on.
 * What another file gives is changed there first: it has other users too, and settings of its own, so that no fix here alone could be sure.
 * Only a fix that says nothing else stays, and one that does not depend on that file.
 */
export function linkedElsewhere(match: Match, { given }: FileFacts): Match {
  // another package's class is what it is wherever it comes from
  const inside = given.filter(({ span, path }) => contains(match.span, span) && (path === undefined || isLiteLlm(path)));
  if (inside.length === 0) return match;
  const related = [...(match.related ?? []), ...inside.flatMap(placesOf)];
  const subject = inside.find(({ span, path }) => path !== undefined && contains(match.focus, span));
  const following = match.fixes.filter(({ follows, standsAlone }) => follows !== undefined || standsAlone);
  const [origin] = subject?.origins ?? [];
  if (!subject || !origin) return { ...match, related };
  const first = `\`${shortText(subject.text)}\` comes from \`${shortName(origin.uri)}\` (line ${origin.line + 1}): replace what that file gives before its users.`;
  return { ...match, related, fixes: following, manual: match.manual === undefined ? `${first} Then rewrite this by hand.` : `${first} ${match.manual}` };
}

function placesOf({ text, path, value, address, origins }: GivenFact): RelatedPlace[] {
  const what = path ?? JSON.stringify(value ?? address);
  return origins.map((origin, index) => ({ origin, message: index === 0 ? `\`${shortText(text)}\` is \`${what}\`, declared here` : `which takes \`${origin.name}\` from here` }));
}

/** A chain is named by its start where it is long. */
const shortText = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
