import type { Span } from "../text/span.ts";
import type { Cell } from "./cells.ts";
import { type Magic, magicsIn } from "./magics.ts";

/** The Python of a notebook, at the offsets where it stands. */
export interface PythonCode {
  /** As long as the notebook's own text; something that Python can read stands for each magic. */
  readonly text: string;
  /** What is left out. */
  readonly unread: readonly UnreadCode[];
}

/** A part of a cell that is not read as Python. */
export interface UnreadCode {
  readonly span: Span;
  readonly reason: string;
  /** How it reads a name of the notebook: as Python does, or as `$name` and `{name}` in a text. */
  readonly reads: "names" | "templates";
}

/** A name that no program uses stands for a magic, so that nothing is known of what it does or gives. */
const placeholder = "ǃ";

/** What a magic that prepares the environment seems to call, as a program calls `load_dotenv()`. */
export const environmentFunction: string = placeholder;

const environmentCall = `${environmentFunction}()`;

/** Reads the cells of a notebook; those in `left` are left out whole, because they are broken. */
export function pythonCode(text: string, cells: readonly Cell[], left: ReadonlySet<Cell> = new Set()): PythonCode {
  const unread: UnreadCode[] = [];
  let result = "";
  for (const cell of cells) {
    result += text.slice(result.length, cell.span.start);
    const source = text.slice(cell.span.start, cell.span.end);
    if (left.has(cell) || startsIndented(source)) {
      unread.push({ span: cell.span, reason: "the cell is not complete Python", reads: "names" });
      result += blank(source);
      continue;
    }
    for (const magic of magicsIn(source)) {
      result += source.slice(result.length - cell.span.start, magic.span.start) + standIn(source, magic);
      if (magic.code === magic.span.end) unread.push(unreadOf(magic, cell.span.start));
    }
    result += source.slice(result.length - cell.span.start);
  }
  return { text: result, unread };
}

/** Python that takes as much room as a magic does, up to the code that it runs. */
function standIn(source: string, { span, kind, name, code }: Magic): string {
  const room = source.slice(span.start, code);
  if (kind === "cell") return blank(room);
  if (kind === "value") return code < span.end ? blank(room) : placeholder + blank(room.slice(1));
  if (code < span.end) return `${placeholder}${blank(room.slice(2))};`;
  const word = environmentMagics.has(name) && room.length >= environmentCall.length ? environmentCall : placeholder;
  return word + blank(room.slice(word.length));
}

/** Magics after which the environment holds other variables. */
const environmentMagics: ReadonlySet<string> = new Set(["%dotenv", "%env", "%set_env"]);

const blank = (text: string): string => text.replace(/[^\r\n]/g, " ");

/** IPython takes common indentation away; in a text of many cells it would make the code a part of the one before. */
const startsIndented = (source: string): boolean => /^(?:[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*[^\S\r\n]+[^\s#]/.test(source);

function unreadOf({ span, kind, name, readsNames }: Magic, offset: number): UnreadCode {
  const reason = kind === "cell" ? `a cell for \`${name}\` is not read as Python` : `\`${name}\` is for IPython to read`;
  return { span: { start: span.start + offset, end: span.end + offset }, reason, reads: readsNames ? "names" : "templates" };
}
