import type { Rule } from "../engine/rules/rule.ts";
import { ruleUrl } from "../engine/rules/rule-url.ts";
import type { RulePage } from "./protocol.ts";

/** What a rule is about, for reading without a network: the page that was shipped, or the little the rule itself says. */
export function rulePage({ id, title, why, languages, severity }: Rule, shipped: string | undefined): RulePage {
  const named = languages.map((language) => (language === "python" ? "Python" : "TypeScript and JavaScript")).join(", ");
  const markdown = `# ${title}\n\n\`${id}\` · ${severity} · ${named}\n\n${why}\n\n[Examples and limits](${ruleUrl(id)})\n`;
  return { id, title, markdown: shipped ?? markdown, href: ruleUrl(id) };
}
