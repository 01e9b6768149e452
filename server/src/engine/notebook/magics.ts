import type { Span } from "../text/span.ts";

/** A part of a cell that IPython reads itself: `%pip install …`, `!ls`, `help?`, all of a `%%bash` cell. */
export interface Magic {
  readonly span: Span;
  /** What comes before it on its line decides what may stand in its place: nothing, or the `=` of an assignment. */
  readonly kind: "statement" | "value" | "cell";
  /** As written: `%pip`, `!`, `%%bash`, `?`. */
  readonly name: string;
  /** Where the Python begins that some magics run; the end of `span` for the others. */
  readonly code: number;
  /** It takes Python names, rather than text in which `$name` and `{name}` stand for their values. */
  readonly readsNames: boolean;
}

/**
 * Finds the magics of one cell as IPython 9 does (`IPython/core/inputtransformer2.py`): a cell magic on the first line,
 * escapes at the start of a logical line, `x = %magic` and `x = !command`, and help by a question mark at its end.
 */
export function* magicsIn(cell: string, from = 0): Generator<Magic> {
  const start = from + (/^\s*/.exec(cell.slice(from))?.[0].length ?? 0);
  const opening = /^%%(\w[^\s?]*)(?![^\s?]*\?)[^\r\n]*/.exec(cell.slice(start));
  if (!opening) {
    yield* lineMagics(cell, from);
    return;
  }
  const firstLine = { start, end: start + opening[0].length };
  const name = `%%${opening[1] ?? ""}`;
  if (!cellMagicsOfPython.has(opening[1] ?? "")) {
    yield { span: { start, end: cell.length }, kind: "cell", name, code: cell.length, readsNames: false };
    return;
  }
  yield { span: firstLine, kind: "statement", name, code: codeOf(cell, firstLine), readsNames: true };
  // The body is a cell again, which may begin with a magic of its own.
  yield* magicsIn(cell, firstLine.end);
}

/**
 * Cell magics whose body is Python of the notebook's own names. IPython has `%%capture`, `%%debug`, `%%prun`, `%%time` and
 * `%%timeit` (`IPython/core/magics/execution.py`); the others come from the packages of their name, `%%memit` from memory_profiler.
 */
const cellMagicsOfPython: ReadonlySet<string> = new Set(["capture", "debug", "prun", "time", "timeit", "heat", "ipytest", "memit", "pyinstrument", "scalene", "snakeviz", "wandb"]);

/** Magics that run the statement behind them and their options. */
const statementMagics = /^%%?(?:time|timeit|prun|memit)[^\S\r\n]+(?:--?[A-Za-z][\w-]*[^\S\r\n]*(?:\d\S*[^\S\r\n]+)?)*(?=[^\s-])/;

/** Magics that take the rest of their line as text, which may speak of packages and files but reads no name. */
const textMagics: ReadonlySet<string> = new Set(["%pip", "%conda", "%mamba", "%micromamba", "%uv", "%sx", "%system", "%cd", "%env", "%set_env", "%dotenv", "%load_ext", "%reload_ext"]);

function* lineMagics(cell: string, from: number): Generator<Magic> {
  for (let at = from; at < cell.length; ) {
    const start = at + (/^[^\S\r\n]*/.exec(cell.slice(at))?.[0].length ?? 0);
    if ("%!?,;/".includes(cell[start] ?? " ")) {
      const magic = magicFrom(cell, start, "statement");
      yield magic;
      at = magic.code < magic.span.end ? magic.code : pastLineBreak(cell, magic.span.end);
      continue;
    }
    const line = readLogicalLine(cell, start);
    if (line.magic !== undefined) yield magicFrom(cell, line.magic, "value");
    else if (line.isHelp) yield { span: { start, end: line.end }, kind: "statement", name: "?", code: line.end, readsNames: true };
    at = pastLineBreak(cell, line.magic === undefined ? line.end : endOfCommand(cell, line.magic));
  }
}

function magicFrom(cell: string, start: number, kind: Magic["kind"]): Magic {
  const span = { start, end: endOfCommand(cell, start) };
  const name = /^(?:%%?[\w.]*|!!?|\?\??|[,;/])/.exec(cell.slice(start))?.[0] ?? "";
  return { span, kind, name, code: codeOf(cell, span), readsNames: !name.startsWith("!") && !textMagics.has(name) };
}

function codeOf(cell: string, span: Span): number {
  const options = statementMagics.exec(cell.slice(span.start, span.end))?.[0];
  return options === undefined ? span.end : span.start + options.length;
}

/** The end of a command, which goes on where its line ends in a backslash, whatever else stands in it. */
function endOfCommand(cell: string, start: number): number {
  let end = start;
  for (;;) {
    while (end < cell.length && !isLineBreak(cell[end])) end += 1;
    if (cell[end - 1] !== "\\" || end === cell.length) return end;
    end = pastLineBreak(cell, end);
  }
}

interface LogicalLine {
  readonly end: number;
  /** Where a magic begins behind the line's `=`. */
  readonly magic: number | undefined;
  readonly isHelp: boolean;
}

/** Reads Python from the start of a statement to the line break that ends it, over brackets, strings and comments. */
function readLogicalLine(cell: string, start: number): LogicalLine {
  let depth = 0;
  let isAssigned = false;
  let last = "";
  let at = start;
  for (; at < cell.length; at++) {
    const character = cell[at] ?? "";
    if (isLineBreak(character)) {
      if (depth === 0) break;
      continue;
    }
    if (character === "#") {
      while (at + 1 < cell.length && !isLineBreak(cell[at + 1])) at += 1;
      continue;
    }
    if (character === '"' || character === "'") at = endOfString(cell, at);
    else if (character === "\\") at = isLineBreak(cell[at + 1]) ? pastLineBreak(cell, at + 1) - 1 : at + 1;
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth = Math.max(0, depth - 1);
    else if (character === "=" && depth === 0 && !isAssigned && cell[at + 1] !== "=" && !"=!<>:+-*/%&|^@".includes(cell[at - 1] ?? "")) {
      isAssigned = true;
      const magic = /^=[^\S\r\n]*(?=!|%[A-Za-z_])/.exec(cell.slice(at));
      if (magic) return { end: at, magic: at + magic[0].length, isHelp: false };
    }
    if (character.trim() !== "") last = character;
  }
  return { end: Math.min(at, cell.length), magic: undefined, isHelp: last === "?" };
}

/** The last character of the string that begins at a quote; one that is not closed ends with its line, or with the cell. */
function endOfString(cell: string, start: number): number {
  const quote = cell[start] ?? "";
  const isLong = cell.startsWith(quote.repeat(3), start);
  for (let at = start + (isLong ? 3 : 1); at < cell.length; at++) {
    if (cell[at] === "\\") at += 1;
    else if (isLong ? cell.startsWith(quote.repeat(3), at) : cell[at] === quote) return isLong ? at + 2 : at;
    else if (!isLong && isLineBreak(cell[at])) return at - 1;
  }
  return cell.length - 1;
}

const isLineBreak = (character: string | undefined): boolean => character === "\n" || character === "\r";

/** Behind the line break at an offset. */
const pastLineBreak = (cell: string, offset: number): number => offset + (cell[offset] === "\r" && cell[offset + 1] === "\n" ? 2 : 1);
