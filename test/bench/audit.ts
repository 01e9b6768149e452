// The audit of a folder: a process of its own (`scan`) with and without what an earlier one has kept, and the running language server's `portkeyMigrate/scan`.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { URI } from "vscode-uri";
import { requests, type ScanResult, serverNodeOptions } from "../../server/src/lsp/protocol.ts";
import { LspClient } from "../support/lsp-client.ts";
import { cacheFolder, makeCorpus } from "./corpus.ts";
import { goalLine, interleaved, type Subject, type Timing, timingLine } from "./measure.ts";
import { type BenchLanguage, python, type ReferenceTool, typescript } from "./reference-tools.ts";
import type { BenchOptions } from "./run.ts";

/** Tools that take many seconds are run less often. */
const slowRounds = 2;

const warmUps = 3;

/** Files that are changed between two runs, and what is written at their end. */
const changed = 10;

/** Compares audits of a tree of Python and of one of TypeScript, or of the one given, with `grep`, with `ast-grep` and with a script over the language's own parser. */
export async function benchAudit(options: BenchOptions): Promise<void> {
  for (const language of [python, typescript]) if (options.language === undefined || options.language === language.name.toLowerCase()) await benchLanguage(language, options);
}

async function benchLanguage(language: BenchLanguage, { tree, rounds, files, share }: BenchOptions): Promise<void> {
  const root = realpathSync(resolve(tree ?? makeCorpus({ files, share, language: language.name })));
  console.log(`${language.name}:`);
  const all = filesBelow(root);
  const server = await startServer(root);
  try {
    const scanned = await server.scan();
    console.log(
      `${root}\n  ${all.length} files, ${scanned.scanned} of them read as source, ${scanned.files.length} with findings (${((100 * scanned.files.length) / all.length).toFixed(1)} %), ${scanned.totals.findings} findings\n`,
    );
    for (let round = 1; round < warmUps; round++) await server.scan();

    const cold = coldScan(root);
    const tools = language.toolsFor(root);
    const slow = [tools.astGrep, tools.script];
    const outputs = new Map<ReferenceTool, string>();
    const subjectOf = (tool: ReferenceTool): Subject => ({ name: tool.name, run: () => void outputs.set(tool, tool.run()) });
    // A new time stamp has a file read again, which is then found to be as it was; a file that was changed just now is never kept.
    let age = Date.now() / 1000 - 3600;
    const touchAll = (): void => {
      age--;
      for (const path of all) utimesSync(path, age, age);
    };
    const { comment } = language;
    const sources = all.filter(language.isSource);
    /** A comment at the end of some files, there and gone again, as work goes on. */
    const changeSome = (): void => {
      age--;
      for (let at = 0; at < changed; at++) {
        const path = sources[Math.floor((at * sources.length) / changed)] ?? "";
        const text = readFileSync(path, "utf8");
        writeFileSync(path, text.endsWith(comment) ? text.slice(0, -comment.length) : text + comment);
        utimesSync(path, age, age);
      }
    };
    const scan = async (): Promise<void> => void (await server.scan());
    const timings = await interleaved(
      [
        subjectOf(tools.grep),
        { name: "scan, cold process, first run", prepare: cold.forget, run: cold.run },
        { name: "scan, cold process, nothing changed", run: cold.run },
        { name: `scan, cold process, ${changed} files changed`, prepare: changeSome, run: cold.run },
        { name: "scan, running server, all analyzed anew", prepare: server.changeSettings, run: scan },
        { name: "scan, running server, all written anew as it was", prepare: touchAll, run: scan },
        { name: "scan, running server, nothing changed", run: scan },
      ],
      rounds,
    );
    timings.push(...(await interleaved(slow.map(subjectOf), Math.min(rounds, slowRounds))));
    for (const timing of timings) console.log(timingLine(timing));
    console.log("");
    const [grepTime, firstTime, cachedTime, changedTime, anewTime, touchedTime, unchangedTime, astGrepTime, astTime] = timings;
    const goal = (what: string, ours: Timing | undefined, reference: Timing | undefined, limit: number, isSpeedUp = false): void => {
      if (ours && reference) console.log(goalLine({ what, ours, reference, limit, isSpeedUp }));
    };
    goal("cold process, first run, against grep", firstTime, grepTime, 3);
    goal("cold process, nothing changed, against grep", cachedTime, grepTime, 3);
    goal(`cold process, ${changed} files changed, against grep`, changedTime, grepTime, 3);
    goal("warm, all analyzed anew, against grep", anewTime, grepTime, 1.5);
    goal("warm, all written anew as it was, against grep", touchedTime, grepTime, 1.5);
    goal("warm, nothing changed, against grep", unchangedTime, grepTime, 1.5);
    for (const [how, time] of [
      ["nothing changed", unchangedTime],
      ["all written anew as it was", touchedTime],
      ["all analyzed anew", anewTime],
    ] as const) {
      goal(`warm, ${how}, against ast-grep scan`, time, astGrepTime, 15, true);
      goal(`warm, ${how}, against the parser script`, time, astTime, 30, true);
    }
    const megabytes = server.residentMegabytes();
    console.log(`  ${megabytes <= 160 ? "pass" : "MISS"}  memory of the server after ${warmUps + 3 * rounds} audits: ${megabytes.toFixed(0)} MB RSS  goal ≤ 160 MB\n`);
    const ours = cold.sites(language);
    console.log(`  What is reported in ${language.name} files, by line: ours ${ours.size}`);
    const theirs = new Map<string, string[]>();
    for (const [tool, output] of outputs) {
      const sites = tool.sitesOf(output);
      console.log(comparison(tool, sites, ours));
      for (const site of sites) if (!ours.has(site)) theirs.set(site, [...(theirs.get(site) ?? []), tool.name.slice(0, tool.name.indexOf(" "))]);
    }
    console.log("  What only they report:");
    for (const [site, tools] of [...theirs].sort()) console.log(`    ${tools.join(", ").padEnd(18)} ${lineAt(root, site)}`);
  } finally {
    await server.stop();
  }
}

function comparison({ name }: ReferenceTool, theirs: ReadonlySet<string>, ours: ReadonlySet<string>): string {
  const onlyTheirs = [...theirs].filter((site) => !ours.has(site));
  const both = theirs.size - onlyTheirs.length;
  return `    ${name}: ${theirs.size}; both ${both}, only ours ${ours.size - both}, only theirs ${onlyTheirs.length}`;
}

/** The code of a `path:line`. */
function lineAt(root: string, site: string): string {
  const [path = "", line = ""] = site.split(":");
  return readFileSync(join(root, path), "utf8").split("\n")[Number(line) - 1]?.trim() ?? "";
}

function coldScan(root: string): { forget(): void; run(): void; sites(language: BenchLanguage): Set<string> } {
  const report = join(cacheFolder, "report.json");
  const cache = join(cacheFolder, "scans");
  return {
    forget: () => rmSync(cache, { recursive: true, force: true }),
    run() {
      const { status, stderr } = spawnSync(process.execPath, ["dist/cli.js", "scan", root, "--format", "json", "--output", report, "--cache-dir", cache], { encoding: "utf8" });
      if (status !== 0 && status !== 1) throw new Error(stderr);
    },
    sites(language) {
      const { findings }: { findings: { path: string; startLine: number; endLine: number }[] } = JSON.parse(readFileSync(report, "utf8"));
      // A finding speaks for all the lines it covers: what a line tool reports inside it is the same thing.
      return new Set(
        findings.filter(({ path }) => language.isSource(path)).flatMap(({ path, startLine, endLine }) => Array.from({ length: endLine - startLine + 1 }, (_, index) => `${path}:${startLine + index}`)),
      );
    },
  };
}

interface RunningServer {
  scan(): Promise<ScanResult>;
  /** What was found with other settings is not kept. */
  changeSettings(): Promise<void>;
  residentMegabytes(): number;
  stop(): Promise<void>;
}

async function startServer(root: string): Promise<RunningServer> {
  const server: ChildProcess = spawn(process.execPath, [...serverNodeOptions, "dist/server.js", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
  if (!server.stdin || !server.stdout) throw new Error("the server has no streams");
  const client = await LspClient.start(server.stdout, server.stdin, { folders: [URI.file(root).toString()] }, () => {});
  return {
    scan: () => client.request<ScanResult>(requests.scan, {}),
    changeSettings: () => client.notify("workspace/didChangeConfiguration", { settings: null }),
    residentMegabytes: () => residentMegabytes(server.pid ?? 0),
    async stop() {
      const exited = once(server, "exit");
      await client.request("shutdown", undefined);
      await client.notify("exit", undefined);
      await exited;
      client.connection.dispose();
    },
  };
}

/** Resident memory of another process. */
export function residentMegabytes(pid: number): number {
  if (process.platform === "linux") return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024;
  return Number(spawnSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }).stdout) / 1024;
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((name) => join(root, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
}
