import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { requestOnLine } from "../engine/sketch/request-at.ts";
import type { RequestSketch } from "../engine/sketch/request-sketch.ts";
import { grammarOfPath } from "../engine/source-file.ts";
import { LineIndex } from "../engine/text/line-index.ts";
import { decodeSource } from "../host/decode.ts";
import { createFileReader } from "../host/file-reader.ts";
import { CannotRun, type Io } from "./io.ts";
import type { CommonOptions } from "./options.ts";
import { openProject } from "./project.ts";

/** Everything as a folder's own settings say: of what a scan may be told, only the slugs matter to one request. */
const unsaid: Omit<CommonOptions, "slugs"> = {
  paths: [],
  stdinPath: undefined,
  include: [],
  exclude: [],
  useIgnoreFiles: true,
  rules: undefined,
  strategy: undefined,
  adapterPath: undefined,
  cacheFolder: undefined,
  useCache: false,
};

/**
 * The request of a file at a line, `app/llm.py:12`, read with the settings and the proxy configurations that a scan of the file has.
 * One that cannot be read ends the run with the reason.
 */
export async function readRequestAt(place: string, slugs: CommonOptions["slugs"], io: Io): Promise<RequestSketch> {
  const refuse = (reason: string): CannotRun => new CannotRun(`--at ${place}: ${reason}`);
  const [, given, written] = /^(.+):(\d+)$/.exec(place) ?? [];
  const line = Number(written) - 1;
  if (given === undefined || !(line >= 0)) throw refuse("give a file and a line, such as app/llm.py:12");
  const grammar = grammarOfPath(given);
  if (!grammar) throw refuse("not a Python, TypeScript or JavaScript file; the requests of a notebook can be tested in the editor");
  const path = resolve(io.cwd, given);
  const project = await openProject({ ...unsaid, slugs, paths: [given] }, io);
  const context = project.contextOf(path);
  const { maxFileSizeKB } = context.settings;
  const content = createFileReader(maxFileSizeKB)(path);
  const decoded = content.kind === "bytes" ? decodeSource(content.bytes, maxFileSizeKB) : content;
  if (decoded.kind === "skipped") throw refuse(decoded.reason);
  const engine = await io.openEngine();
  const { requests, unread } = await engine.requests(await engine.analyze({ uri: pathToFileURL(path).href, grammar, text: decoded.text }, context), context);

  const lines = new LineIndex(decoded.text);
  if (line >= lines.lineCount) throw refuse(`the file has ${lines.lineCount} lines`);
  const span = { start: lines.offset({ line, character: 0 }), end: lines.lineEnd(line) };
  const request = requestOnLine({ requests, unread }, span);
  if (request) return request;
  const other = unread.find((each) => span.start <= each.span.start && each.span.start < span.end);
  if (other) throw refuse(`\`${other.callee}\` cannot be tested. ${other.why}`);
  const known = [...new Set(requests.map((each) => lines.position(each.span.start).line + 1))];
  throw refuse(`no request to a model is there${known.length === 0 ? ", nor anywhere in the file" : `; there ${known.length === 1 ? "is one on line" : "are some on lines"} ${known.join(", ")}`}`);
}
