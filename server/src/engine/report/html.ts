import type { Audit, AuditedFinding } from "../workspace/audit.ts";
import { effortFormula, effortText } from "./effort.ts";
import { printable } from "./printable.ts";
import { toldSkipped } from "./skipped-files.ts";
import { inlineParts, lineName, type ReportOptions, stepOf, summaryFor, type Tally } from "./summary.ts";
import { summaryOf } from "./text.ts";

/** A report as one page that needs nothing else: no script, no picture, no address; it is read in light and dark. */
export function htmlReport(audit: Audit, options: ReportOptions): string {
  const { all, byRule, byFile, assumptions } = summaryFor(audit, options);
  const ids = new Map(byFile.map(({ name }, index) => [name, `file-${index + 1}`]));
  const rules = new Map(options.rules.map(({ id, title }) => [id, title]));
  const found = [
    `<dl class="totals">${[
      ["findings", all.findings.length, ""],
      ["safe to fix", all.safe, "safe"],
      ["to review", all.unsafe, "unsafe"],
      ["by hand", all.manual, "manual"],
    ]
      .map(([name, count, kind]) => `<div class="${kind}"><dt>${name}</dt><dd>${count}</dd></div>`)
      .join("")}</dl>`,
    `<p>Estimated effort for people: <strong>${effortText(all.effort)}</strong>. ${effortFormula}</p>`,
    section(
      "By rule",
      table("Rule", byRule, (name) => `<code>${escaped(name)}</code><br>${escaped(rules.get(name) ?? "")}`),
    ),
    section(
      "By file",
      table("File", byFile, (name) => `<a href="#${ids.get(name) ?? ""}"><code>${escaped(name)}</code></a>`),
    ),
  ];
  const body = [
    "<h1>Migration from LiteLLM to Portkey</h1>",
    `<p>${escaped(summaryOf(audit))}.</p>`,
    ...(audit.findings.length === 0 ? [] : found),
    section("Assumptions", list(assumptions.map(inline))),
    ...unread(audit, options.pathPrefix ?? ""),
    ...(audit.findings.length === 0 ? [] : [section("Findings", byFile.map((tally) => detailsOf(tally, ids.get(tally.name) ?? "")).join("\n"))]),
    `<footer>Made by Portkey Migrate ${escaped(options.version)}.</footer>`,
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Migration from LiteLLM to Portkey</title>
<style>
${style}
</style>
</head>
<body>
<main>
${body.join("\n")}
</main>
</body>
</html>
`;
}

const section = (title: string, body: string): string => `<section>\n<h2>${title}</h2>\n${body}\n</section>`;

const list = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;

function table(title: string, tallies: readonly Tally[], nameOf: (name: string) => string): string {
  const heads = ["Findings", "Safe", "To review", "By hand"].map((head) => `<th scope="col" class="count">${head}</th>`).join("");
  const rows = tallies.map(({ name, findings, safe, unsafe, manual, effort }) => {
    const counts = [findings.length, safe, unsafe, manual].map((count) => `<td class="count">${count}</td>`).join("");
    return `<tr><th scope="row">${nameOf(name)}</th>${counts}<td>${effortText(effort)}</td></tr>`;
  });
  return `<div class="scroll"><table><thead><tr><th scope="col">${title}</th>${heads}<th scope="col">Effort</th></tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table></div>`;
}

function detailsOf({ name, findings, safe, unsafe, manual }: Tally, id: string): string {
  const counts = `${safe} safe, ${unsafe} to review, ${manual} by hand`;
  return `<details id="${id}" open><summary><code>${escaped(name)}</code> <span class="quiet">${counts}</span></summary>\n<ol>\n${findings.map(itemOf).join("\n")}\n</ol></details>`;
}

function itemOf(found: AuditedFinding): string {
  const { label, text, notes } = stepOf(found);
  const { rule, message } = found.finding;
  const step = `<p><span class="label ${found.class}">${label}</span> ${inline(text)}</p>`;
  return `<li><p><span class="quiet">${lineName(found.start.line + 1, found.start.cell)}</span> <code>${escaped(rule)}</code> ${inline(message)}</p>${step}${notes.length === 0 ? "" : list(notes.map(inline))}</li>`;
}

function unread({ skipped, partial, problems }: Audit, prefix: string): string[] {
  const path = (name: string): string => `<code>${escaped(prefix + name)}</code>`;
  const items = [
    ...toldSkipped(skipped).map((file) => `${path(file.path)}${file.others}: not read: ${inline(file.reason)}`),
    ...partial.map(({ path: name, cell, lines: [first, last], reason }) => `${path(name)}, ${lineName(first, cell)} to ${last}: ${inline(reason)}`),
    ...problems.map(({ path: name, problem }) => `${path(name)}: ${inline(problem)}`),
  ];
  return items.length === 0 ? [] : [section("Not read", list(items))];
}

const inline = (text: string): string =>
  inlineParts(text)
    .map((part) => (part.isCode ? `<code>${escaped(part.text)}</code>` : escaped(part.text)))
    .join("");

/** Paths and messages may hold anything: none of it is markup, and nothing turns the direction of what follows. */
const escaped = (text: string): string => printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `:root { color-scheme: light dark; --text: #1f2328; --back: #ffffff; --quiet: #59636e; --line: #d1d9e0; --raised: #f6f8fa; --link: #0550ae; --safe: #116329; --unsafe: #7d4e00; --manual: #82071e; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --back: #0d1117; --quiet: #9198a1; --line: #3d444d; --raised: #161b22; --link: #79c0ff; --safe: #7ee787; --unsafe: #f2cc60; --manual: #ffa198; } }
body { margin: 0; color: var(--text); background: var(--back); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
a { color: var(--link); }
code { font: .9em ui-monospace, monospace; background: var(--raised); padding: .1em .3em; border-radius: .25rem; overflow-wrap: anywhere; }
.totals { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
.totals div { min-width: 7rem; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .5rem; }
.totals dt { color: var(--quiet); }
.totals dd { margin: 0; font-size: 1.6rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; }
thead th { font-weight: 600; white-space: nowrap; }
.count { text-align: right; font-variant-numeric: tabular-nums; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .75rem 0; padding: .5rem 1rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
details p { margin: .25rem 0; }
ol { padding-left: 1.5rem; }
ol > li { margin: .75rem 0; }
.quiet, footer { color: var(--quiet); }
footer { margin-top: 2rem; }
.label { font-weight: 600; }
.label.safe, .totals .safe dd { color: var(--safe); }
.label.unsafe, .totals .unsafe dd { color: var(--unsafe); }
.label.manual, .totals .manual dd { color: var(--manual); }
@media print { details { break-inside: avoid; } }`;
