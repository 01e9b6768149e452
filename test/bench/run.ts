// `npm run bench [-- section… --tree PATH --language python|typescript --rounds N --files N --share PERCENT]`: prints figures as ratios against reference
// tools that run in turn with ours. Nothing here is asserted in `npm test`: machines differ, ratios less so.
import { execFileSync } from "node:child_process";
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { benchAudit } from "./audit.ts";
import { benchCancel } from "./cancel.ts";
import { benchKeystroke } from "./keystroke.ts";

/** What a section is given. */
export interface BenchOptions {
  /** The folder to measure on; undefined for one that the bench makes. */
  readonly tree: string | undefined;
  /** The language whose audit is measured; undefined for each in turn. */
  readonly language: string | undefined;
  readonly rounds: number;
  /** Of the tree that the bench makes. */
  readonly files: number;
  /** Percent of the files that use LiteLLM. */
  readonly share: number;
}

const sections: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = { audit: benchAudit, keystroke: benchKeystroke, cancel: benchCancel };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tree: { type: "string" }, language: { type: "string" }, rounds: { type: "string", default: "9" }, files: { type: "string", default: "12000" }, share: { type: "string", default: "5" } },
});
const unknown = positionals.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  console.error(`no section ${unknown.join(", ")}; there are ${Object.keys(sections).join(", ")}`);
  process.exit(2);
}
// What is measured is what ships.
execFileSync(process.execPath, ["esbuild.mjs"], { stdio: "inherit" });
const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(2))
    .join(" ");
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim()}, load ${load()} at the start`);
for (const name of positionals.length > 0 ? positionals : Object.keys(sections)) {
  console.log(`\n── ${name}`);
  await sections[name]?.({ tree: values.tree, language: values.language, rounds: Number(values.rounds), files: Number(values.files), share: Number(values.share) });
}
console.log(`\nload ${load()} at the end`);
