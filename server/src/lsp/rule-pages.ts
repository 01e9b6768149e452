import type { Rule } from "../engine/rules/rule.ts";
import type { RulePage } from "./protocol.ts";

/** Where the rules' pages are on the web: `server/docs/rules` of the repository that `package.json` names. */
const pagesUrl = "https://github.com/portkey-migrate/portkey-migrate/blob/main/server/docs/rules";

/** The page of a rule on the web. */
export const rulePageUrl = (rule: string): string => `${pagesUrl}/${rule}.md`;

/** What a rule is about, for reading without a network. */
export function rulePage({ id, title, why, languages, severity }: Rule): RulePage {
  const named = languages.map((language) => (language === "python" ? "Python" : "TypeScript and JavaScript")).join(", ");
  const markdown = `# ${title}\n\n\`${id}\` · ${severity} · ${named}\n\n${why}\n\n[Examples and limits](${rulePageUrl(id)})\n`;
  return { id, title, markdown, href: rulePageUrl(id) };
}
