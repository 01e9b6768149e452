// Typing in the editor: the built server over stdio, `didChange` and a pull for each character, in turn with a server that does nothing.
import { type ChildProcess, spawn } from "node:child_process";
import { LineIndex } from "../../server/src/engine/text/line-index.ts";
import { serverNodeOptions } from "../../server/src/lsp/protocol.ts";
import { fullCapabilities, LspClient } from "../support/lsp-client.ts";
import { residentMegabytes as residentOf } from "./audit.ts";
import { Filler } from "./filler.ts";
import { type LongFileKind, longFile, python, tsx, typescript } from "./long-file.ts";
import type { BenchOptions } from "./run.ts";

/** Keystrokes, each with the one that takes it back, until the engine is as fast as it is for somebody who has typed for a minute. */
const warmUps = 200;

/** Types into long files, breaks very long ones, and looks at the memory. */
export async function benchKeystroke({ rounds }: BenchOptions): Promise<void> {
  for (const kind of process.env.ONLY === "py" ? [python] : [python, typescript, tsx]) {
    for (const [lines, limit] of [
      [1000, 8],
      [5000, 15],
    ] as const)
      await typing(kind, lines, limit, rounds * 40);
  }
  for (const broken of brokenTexts()) await blocking(broken);
  await memory();
}

interface Server {
  readonly client: LspClient;
  readonly process: ChildProcess;
}

/** Without what the client would wait for a server to register. */
const { didChangeConfiguration: _, didChangeWatchedFiles: __, ...workspace } = fullCapabilities.workspace ?? {};
const capabilities = { ...fullCapabilities, workspace };

async function start(...command: string[]): Promise<Server> {
  const child = spawn(process.execPath, command, { stdio: ["pipe", "pipe", "inherit"] });
  return { process: child, client: await LspClient.start(child.stdout, child.stdin, { capabilities }, () => {}) };
}

const startOurs = (): Promise<Server> => start(...serverNodeOptions, "dist/server.js", "--stdio");
const startEcho = (): Promise<Server> => start("--import", "tsx", "test/bench/echo-server.ts", "--stdio");

async function stop({ client, process: child }: Server): Promise<void> {
  await client.request("shutdown", undefined);
  await client.notify("exit", undefined);
  client.connection.dispose();
  child.kill();
}

/** A text that is typed into. */
class Typed {
  readonly uri: string;
  readonly #servers: readonly Server[];
  /** What each server has called its last diagnostics: an editor tells of them, and is not sent them again. */
  readonly #shown = new Map<Server, string | undefined>();
  #text: string;

  constructor(uri: string, text: string, servers: readonly Server[]) {
    this.uri = uri;
    this.#text = text;
    this.#servers = servers;
  }

  async open(languageId: string): Promise<void> {
    for (const { client } of this.#servers) {
      await client.open(this.uri, this.#text, languageId);
      await client.diagnostics(this.uri);
    }
  }

  /** Milliseconds from each server's `didChange` to its diagnostics. */
  async replace(start: number, end: number, text: string): Promise<number[]> {
    const lines = new LineIndex(this.#text);
    const range = { start: lines.position(start), end: lines.position(end) };
    this.#text = this.#text.slice(0, start) + text + this.#text.slice(end);
    const times: number[] = [];
    for (const server of this.#servers) {
      const { client } = server;
      const before = performance.now();
      const changed = client.change(this.uri, { range, text });
      const { resultId } = await client.pull(this.uri, this.#shown.get(server));
      times.push(performance.now() - before);
      this.#shown.set(server, resultId);
      await changed;
    }
    return times;
  }

  /** Types a character at the end of a name or inside a string in a statement, where the text stays valid, and takes it back. */
  async type(filler: Filler): Promise<number[][]> {
    const places = [...this.#text.matchAll(/(?<=^[ \t]+\S.*[(=.,"] ?)(?!await|async|const|let|new|lambda|not|for|None|True|False|null|undefined|function)[a-z_]\w{2,}\b(?! ?=>| for| in | if )/gm)];
    const place = places[filler.below(places.length)];
    const at = (place?.index ?? 0) + (place?.[0].length ?? 0);
    return [await this.replace(at, at, "x"), await this.replace(at, at + 1, "")];
  }
}

async function typing(kind: LongFileKind, lines: number, limit: number, strokes: number): Promise<void> {
  const servers = [await startOurs(), await startEcho()];
  try {
    const typed = new Typed(`untitled:typed.${kind.extension}`, longFile(kind, lines), servers);
    await typed.open(kind.languageId);
    const filler = new Filler(1);
    for (let index = 0; index < warmUps; index++) await typed.type(filler);
    const late = servers[0]?.client.refreshes ?? 0;
    const times: number[][] = [];
    for (let index = 0; index < strokes / 2; index++) times.push(...(await typed.type(filler)));
    const [ours, echo] = [0, 1].map((server) => times.map((each) => each[server] ?? Number.NaN));
    const isMet = at(ours ?? [], 0.95) <= limit;
    console.log(`  ${isMet ? "pass" : "MISS"}  ${`keystroke, ${kind.name}, ${lines} lines`.padEnd(44)} ${percentiles(ours ?? [])}  goal p95 ≤ ${limit} ms`);
    console.log(
      `        ${"a server that does nothing".padEnd(44)} ${percentiles(echo ?? [])}  ours take ${(at(ours ?? [], 0.5) / at(echo ?? [], 0.5)).toFixed(1)}× at p50, ${(at(ours ?? [], 0.95) / at(echo ?? [], 0.95)).toFixed(1)}× at p95`,
    );
    console.log(`        ${(servers[0]?.client.refreshes ?? 0) - late} of ${times.length} were shown others at first, until the whole text was read`);
  } finally {
    for (const server of servers) await stop(server);
  }
}

interface BrokenText {
  readonly name: string;
  readonly text: string;
  readonly at: number;
  readonly typed: string;
}

function brokenTexts(): BrokenText[] {
  const long = longFile(python, 20_000);
  const top = python.head.length;
  const members = new Filler(2);
  const giant = `${python.head}class Giant:\n${Array.from({ length: 2400 }, (_, index) => `    def ${members.noun()}_${index}(self, value):\n        return [value, ${index}]\n\n`).join("")}`;
  return [
    { name: "unclosed bracket at the top of 20,000 lines", text: long, at: top, typed: "(" },
    { name: "unclosed quote at the top of 20,000 lines", text: long, at: top, typed: '"""' },
    { name: "blank line in a class of 7,200 lines", text: giant, at: giant.indexOf("    def ", giant.length / 2), typed: "\n" },
  ];
}

/** How long the server leaves others without an answer while it reads what a keystroke has broken. */
async function blocking({ name, text, at: place, typed: inserted }: BrokenText): Promise<void> {
  const server = await startOurs();
  const { client } = server;
  try {
    const typed = new Typed("untitled:long.py", text, [server]);
    await typed.open("python");
    for (let index = 0; index < 3; index++) {
      await typed.replace(place, place, inserted);
      await settled(client, typed.uri);
      await typed.replace(place, place + inserted.length, "");
      await settled(client, typed.uri);
    }
    const before = performance.now();
    const answered = typed.replace(place, place, inserted);
    const waits: number[] = [];
    let isDone = false;
    const done = answered.then(() => settled(client, typed.uri)).then(() => (isDone = true));
    while (!isDone) {
      const sent = performance.now();
      await client.request("portkeyMigrate/explain", { rule: "" });
      waits.push(performance.now() - sent);
    }
    await done;
    const worst = Math.max(...waits);
    const [first = Number.NaN] = await answered;
    console.log(
      `  ${worst <= 25 ? "pass" : "MISS"}  ${name.padEnd(44)} others wait ${worst.toFixed(1)} ms at most (p50 ${at(waits, 0.5).toFixed(1)}), first diagnostics after ${first.toFixed(1)} ms, true ones after ${(performance.now() - before).toFixed(0)} ms  goal ≤ 25 ms`,
    );
  } finally {
    await stop(server);
  }
}

/** Pulls until the answer is the truth: a hover is only answered then. */
async function settled(client: LspClient, uri: string): Promise<void> {
  // the action waits for the analysis of the text as it is
  await client.codeActions(uri, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
}

async function memory(): Promise<void> {
  const server = await startOurs();
  try {
    const files = Array.from({ length: 10 }, (_, index) => new Typed(`untitled:open_${index}.py`, longFile(python, 1000), [server]));
    for (const file of files) await file.open("python");
    const opened = residentMegabytes(server);
    const filler = new Filler(3);
    const [first] = files;
    for (let index = 0; index < 500; index++) await first?.type(filler);
    const after1000 = residentMegabytes(server);
    for (let index = 0; index < 1000; index++) await first?.type(filler);
    const after3000 = residentMegabytes(server);
    console.log(`  ${opened <= 110 ? "pass" : "MISS"}  ${"10 open files of 1,000 lines".padEnd(44)} ${opened.toFixed(0)} MB resident  goal ≤ 110 MB`);
    console.log(
      `  ${after3000 <= after1000 * 1.05 ? "pass" : "MISS"}  ${"2,000 more keystrokes after the first 1,000".padEnd(44)} ${after1000.toFixed(0)} → ${after3000.toFixed(0)} MB resident  goal no growth beyond 5 %`,
    );
  } finally {
    await stop(server);
  }
}

const residentMegabytes = ({ process: { pid } }: Server): number => residentOf(pid ?? 0);

const at = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

const percentiles = (values: readonly number[]): string => `p50 ${at(values, 0.5).toFixed(1)}  p95 ${at(values, 0.95).toFixed(1)}  max ${Math.max(...values).toFixed(1)} ms`;
