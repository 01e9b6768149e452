import type { FileFacts } from "./facts/facts.ts";
import type { Cell } from "./notebook/cells.ts";
import { type PythonCode, pythonCode, type UnreadCode } from "./notebook/python-code.ts";
import { hasStatementAcross } from "./syntax/nodes.ts";
import type { Parsers } from "./syntax/parsers.ts";

/**
 * The Python of a notebook, in which no cell spoils another: where a bracket or a quote that is never closed makes code of
 * two cells look like one, the cells that cannot be read by themselves are left out.
 */
export async function notebookCode(parsers: Parsers, text: string, cells: readonly Cell[]): Promise<PythonCode> {
  const code = pythonCode(text, cells);
  const starts = cells.map(({ span }) => span.start);
  if (!(await parsers.parse("python", code.text, {}, (root) => hasStatementAcross(root, starts)))) return code;
  const broken = new Set<Cell>();
  for (const cell of cells) {
    const hasError = await parsers.parse("python", code.text.slice(cell.span.start, cell.span.end), {}, (root) => root.hasError);
    if (hasError) broken.add(cell);
  }
  return pythonCode(text, cells, broken);
}

/** The facts of a notebook with the code that was left out and reads one of their names: what it does with them is not known. */
export function withUnreadCode(facts: FileFacts, text: string, { unread }: PythonCode): FileFacts {
  const names = new Set(facts.bindings.map(({ name }) => name));
  const reading = unread.filter((part) => namesIn(text, part).some((name) => names.has(name)));
  return reading.length === 0 ? facts : { ...facts, unreadable: [...facts.unreadable, ...reading.map(({ span }) => span)] };
}

function namesIn(text: string, { span, reads }: UnreadCode): string[] {
  const pattern = reads === "names" ? /()([\p{ID_Start}_][\p{ID_Continue}]*)/gu : /([${]\s*)([\p{ID_Start}_][\p{ID_Continue}]*)/gu;
  return [...text.slice(span.start, span.end).matchAll(pattern)].map(([, , name = ""]) => name);
}
