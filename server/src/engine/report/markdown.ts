import type { Audit, AuditedFinding } from "../workspace/audit.ts";
import { effortFormula, effortText } from "./effort.ts";
import { printable } from "./printable.ts";
import { toldSkipped } from "./skipped-files.ts";
import { inlineParts, lineName, type ReportOptions, stepOf, summaryFor, type Tally } from "./summary.ts";
import { summaryOf } from "./text.ts";

/** GitHub takes 65,536 characters in the text of an issue or a pull request. */
const longestText = 60_000;

/** Longer lists are folded. */
const longestList = 15;

/** A report to paste into an issue or a pull request: tables by rule and by file, then each finding, folded by file. */
export function markdownReport(audit: Audit, options: ReportOptions): string {
  const { all, byRule, byFile, assumptions } = summaryFor(audit, options);
  const prefix = options.pathPrefix ?? "";
  const head = [
    "# Migration from LiteLLM to Portkey",
    `**${summaryOf(audit)}.**`,
    ...(audit.findings.length === 0
      ? []
      : [`Estimated effort for people: **${effortText(all.effort)}**. ${effortFormula}`, section("By rule", table("Rule", byRule)), section("By file", table("File", byFile))]),
    section("Assumptions", assumptions.map((text) => `- ${inline(text)}`).join("\n")),
    ...unread(audit, prefix),
  ].join("\n\n");
  const details = byFile.map(detailsOf);
  const list = audit.findings.length === 0 ? "" : `\n\n## Findings\n\n${fitting(details, longestText - head.length).join("\n\n")}`;
  return `${head}${list}\n\nMade by Portkey Migrate ${inline(options.version)}.\n`;
}

const section = (title: string, body: string): string => `## ${title}\n\n${body}`;

function table(title: string, tallies: readonly Tally[]): string {
  const rows = tallies.map(({ name, findings, safe, unsafe, manual, effort }) => `| ${cellCode(name)} | ${findings.length} | ${safe} | ${unsafe} | ${manual} | ${effortText(effort)} |`);
  const text = [`| ${title} | Findings | Safe | To review | By hand | Effort |`, "|---|--:|--:|--:|--:|---|", ...rows].join("\n");
  return rows.length > longestList ? folded(`${rows.length} rows`, text) : text;
}

const folded = (summary: string, body: string): string => `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;

function detailsOf({ name, findings, safe, unsafe, manual }: Tally): string {
  const counts = [
    [safe, "safe"],
    [unsafe, "to review"],
    [manual, "by hand"],
  ].flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]));
  return folded(`<code>${html(name)}</code>: ${counts.join(", ")}`, findings.map(itemOf).join("\n"));
}

function itemOf(found: AuditedFinding): string {
  const { label, text, notes } = stepOf(found);
  return `- ${lineName(found.start.line + 1, found.start.cell)}, \`${found.finding.rule}\`: ${inline(found.finding.message)}\n  *${label}*: ${inline([text, ...notes].join(" — "))}`;
}

/** As many files as fit, and how many findings do not. */
function fitting(details: readonly string[], room: number): string[] {
  const shown: string[] = [];
  let length = 0;
  for (const text of details) {
    length += text.length + 2;
    if (length > room) return [...shown, `The findings of ${details.length - shown.length} more files do not fit here; they are counted above, and the HTML and CSV reports list them.`];
    shown.push(text);
  }
  return shown;
}

function unread({ skipped, partial, problems }: Audit, prefix: string): string[] {
  const lines = [
    ...toldSkipped(skipped).map(({ path, others, reason }) => `- ${code(prefix + path)}${others}: not read: ${inline(reason)}`),
    ...partial.map(({ path, cell, lines: [first, last], reason }) => `- ${code(prefix + path)}, ${lineName(first, cell)} to ${last}: ${inline(reason)}`),
    ...problems.map(({ path, problem }) => `- ${code(prefix + path)}: ${inline(problem)}`),
  ];
  if (lines.length === 0) return [];
  return [section("Not read", lines.length > longestList ? folded(`${lines.length} files and parts of files`, lines.join("\n")) : lines.join("\n"))];
}

/** A message with its code in backticks; all else is shown as it is, whatever it holds. */
const inline = (text: string): string =>
  inlineParts(printable(text))
    .map((part) => (part.isCode ? code(part.text) : plain(part.text)))
    .join("");

/** Marks are escaped; a comment parts what GitHub would link, so that a report calls nobody. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>|~&]/g, "\\$&").replace(/[@#](?=[\w-])|(?<=\bGH)-(?=\d)/gi, "$&<!-- -->");

/** A code span behind as many backticks as its text needs (CommonMark 0.31, section 6.1). */
function code(text: string): string {
  const shown = printable(text);
  const fence = "`".repeat(Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const space = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${space}${shown}${space}${fence}`;
}

/** In a table a bar ends the cell even between backticks (GitHub Flavored Markdown, section 4.10). */
const cellCode = (text: string): string => code(text).replaceAll("|", "\\|");

const html = (text: string): string => printable(text).replace(/[&<>"'`*_@#[\]\\|~]/g, (character) => `&#${character.charCodeAt(0)};`);
