/** How a file is written: new code copies it. */
export interface Layout {
  readonly newline: "\n" | "\r\n" | "\r";
  /** One level: spaces or a tab. */
  readonly indent: string;
  readonly quote: '"' | "'";
  /** TypeScript: statements end in `;`. */
  readonly semicolons: boolean;
}

/** Reads the layout off a text in one pass; in doubt the language's custom (four spaces and `"` in Python, two, `"` and `;` in TypeScript). */
export function layoutOf(text: string, language: "python" | "typescript"): Layout {
  const newlines = new Tally<Layout["newline"]>();
  const quotes = new Tally<Layout["quote"]>();
  const blockIndents = new Tally<string>();
  const bracketIndents = new Tally<string>();
  const semicolons = new Tally<boolean>();
  let previous: Line | undefined;
  for (const line of linesOf(text, language, quotes)) {
    newlines.add(line.newline);
    if (line.isBlank) continue;
    const step = previous && line.indent.startsWith(previous.indent) ? line.indent.slice(previous.indent.length) : "";
    if (previous && /^(\t| +)$/.test(step)) {
      // Lines that go on inside brackets are often aligned by other rules than blocks, so they only speak where no block does.
      if (language === "python" ? previous.last === ":" && previous.depth === 0 : previous.last === "{") blockIndents.add(step);
      else if ("([{".includes(previous.last)) bracketIndents.add(step);
    }
    if (previous && language === "typescript" && !line.isContinuation) countSemicolon(previous, semicolons);
    previous = line;
  }
  if (previous && language === "typescript") countSemicolon(previous, semicolons);
  return {
    newline: newlines.winner() ?? "\n",
    indent: blockIndents.winner() ?? bracketIndents.winner() ?? (language === "python" ? "    " : "  "),
    quote: quotes.winner() ?? '"',
    semicolons: language === "typescript" && (semicolons.winner() ?? true),
  };
}

/** Counts values; the first one to reach the highest count wins. */
class Tally<T> {
  readonly #counts = new Map<T, number>();

  add(value: T | undefined): void {
    if (value !== undefined) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  winner(): T | undefined {
    let best: T | undefined;
    let most = 0;
    for (const [value, count] of this.#counts) {
      if (count <= most) continue;
      best = value;
      most = count;
    }
    return best;
  }
}

/** One line as far as layout goes; what lies in comments and strings is not looked at. */
interface Line {
  readonly indent: string;
  readonly isBlank: boolean;
  /** The first and last character of its code. */
  readonly first: string;
  readonly last: string;
  readonly firstWord: string;
  /** Brackets that are open where it ends. */
  readonly depth: number;
  /** It goes on with the expression of the line before. */
  readonly isContinuation: boolean;
  readonly newline: Layout["newline"] | undefined;
}

const statementStart = /^(?:import|const|let|var|return|await|throw|export)$/;

function countSemicolon({ firstWord, first, last }: Line, semicolons: Tally<boolean>): void {
  if (last === ";") semicolons.add(true);
  else if ((statementStart.test(firstWord) || first === "}") && /[\w)\]'"`]/.test(last)) semicolons.add(false);
}

const isNewline = (character: string | undefined): boolean => character === "\n" || character === "\r";

const isQuote = (character: string): character is Layout["quote"] => character === '"' || character === "'";

function* linesOf(text: string, language: "python" | "typescript", quotes: Tally<Layout["quote"]>): Generator<Line> {
  const python = language === "python";
  let position = text.startsWith("\ufeff") ? 1 : 0;
  let depth = 0;
  /** What ends the string or comment that runs over line ends: `"""`, a backtick, or a comment's end. */
  let open = "";
  while (position < text.length) {
    const start = position;
    const startsInside = open !== "";
    while (text[position] === " " || text[position] === "\t") position += 1;
    const indent = text.slice(start, position);
    const codeStart = position;
    let first = "";
    let last = "";
    for (; position < text.length; position++) {
      const character = text[position] ?? "";
      if (isNewline(character)) break;
      if (open !== "") {
        if (character === "\\" && open !== "*/" && !isNewline(text[position + 1])) position += 1;
        else if (text.startsWith(open, position)) {
          position += open.length - 1;
          open = "";
        }
        if (open === "" && text[position] !== "/") last = text[position] ?? "";
        continue;
      }
      if (python ? character === "#" : text.startsWith("//", position)) {
        position = lineEnd(text, position) - 1;
        continue;
      }
      if (!python && text.startsWith("/*", position)) {
        open = "*/";
        position += 1;
        continue;
      }
      if (character === " " || character === "\t") continue;
      first ||= character;
      last = character;
      if ("([{".includes(character)) depth += 1;
      else if (")]}".includes(character)) depth = Math.max(0, depth - 1);
      else if (!python && character === "`") open = "`";
      else if (isQuote(character)) {
        if (python && text.startsWith(character.repeat(3), position)) {
          open = character.repeat(3);
          position += 2;
          continue;
        }
        const end = stringEnd(text, position);
        // The quotes of a string that holds quotes may be forced on it, and those of JSX attributes follow another custom.
        if (end !== undefined && !/["']/.test(text.slice(position + 1, end)) && (python || text[position - 1] !== "=")) quotes.add(character);
        if (end !== undefined) position = end;
      }
    }
    const newline = text.startsWith("\r\n", position) ? "\r\n" : text[position] === "\n" ? "\n" : text[position] === "\r" ? "\r" : undefined;
    // A line that starts inside a string or comment has no indent of its own, and is over when that is.
    yield {
      indent,
      isBlank: first === "" || startsInside,
      first,
      last,
      firstWord: /^\w*/.exec(text.slice(codeStart, codeStart + 12))?.[0] ?? "",
      depth,
      isContinuation: ".?:&|+".includes(first),
      newline,
    };
    position += newline?.length ?? 0;
  }
}

function lineEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && !isNewline(text[end])) end += 1;
  return end;
}

/** Where the closing quote of a string on one line is; undefined for an apostrophe that opens none. */
function stringEnd(text: string, start: number): number | undefined {
  for (let position = start + 1; position < text.length; position++) {
    const character = text[position];
    if (character === text[start]) return position;
    if (isNewline(character)) return undefined;
    if (character === "\\") position += 1;
  }
  return undefined;
}
