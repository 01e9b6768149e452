// Reads a Markdown file as headings with prose and fenced code under them: all that rule fixtures and rule pages need of Markdown.

/** A whole file. */
export interface MarkdownPage {
  /** The level-one heading. */
  readonly title: string;
  /** What stands before the first section. */
  readonly intro: readonly MarkdownPart[];
  readonly sections: readonly MarkdownSection[];
}

/** A level-two heading with what stands under it. */
export interface MarkdownSection {
  readonly title: string;
  /** One-based line of the heading. */
  readonly line: number;
  readonly parts: readonly MarkdownPart[];
}

/** A piece of a section. */
export type MarkdownPart = MarkdownProse | MarkdownCode;

/** A block of lines between blank lines. */
export interface MarkdownProse {
  readonly kind: "prose";
  readonly line: number;
  readonly text: string;
}

/** A fenced block. */
export interface MarkdownCode {
  readonly kind: "code";
  /** One-based line of the opening fence. */
  readonly line: number;
  readonly language: string;
  /** What follows the language; a quoted word keeps its spaces and is told apart from a bare one. */
  readonly words: readonly { readonly text: string; readonly isQuoted: boolean }[];
  /** The lines between the fences, each with its line break. */
  readonly content: string;
  /** Offset of the content in the file, so that it can be replaced. */
  readonly start: number;
  readonly isClosed: boolean;
}

const fencePattern = /^(`{3,})([^`]*)$/;
const wordPattern = /"([^"]*)"|(\S+)/g;

/** Splits a page at its level-two headings; deeper headings are prose, and lines inside fences are never headings. */
export function readMarkdown(markdown: string): MarkdownPage {
  const intro: MarkdownPart[] = [];
  const sections: (MarkdownSection & { readonly parts: MarkdownPart[] })[] = [];
  let title = "";
  let parts = intro;
  let prose: { line: number; text: string } | undefined;
  let fence: { ticks: string; code: Omit<MarkdownCode, "content" | "isClosed">; content: string } | undefined;
  let offset = 0;
  let number = 0;

  const endProse = () => {
    if (prose) parts.push({ kind: "prose", ...prose });
    prose = undefined;
  };

  for (const line of markdown.split(/(?<=\n)/)) {
    number += 1;
    offset += line.length;
    const bare = line.trimEnd();
    if (fence) {
      if (/^`{3,}$/.test(bare) && bare.length >= fence.ticks.length) {
        parts.push({ ...fence.code, content: fence.content, isClosed: true });
        fence = undefined;
      } else fence.content += line;
      continue;
    }
    const opening = fencePattern.exec(bare);
    if (opening) {
      endProse();
      const [language, ...words] = [...(opening[2] ?? "").matchAll(wordPattern)].map(([, quoted, plain]) => ({ text: quoted ?? plain ?? "", isQuoted: quoted !== undefined }));
      fence = { ticks: opening[1] ?? "", code: { kind: "code", line: number, language: language?.text ?? "", words, start: offset }, content: "" };
    } else if (bare.startsWith("# ")) {
      endProse();
      title = bare.slice(2);
    } else if (bare.startsWith("## ")) {
      endProse();
      parts = [];
      sections.push({ title: bare.slice(3), line: number, parts });
    } else if (bare === "") endProse();
    else prose = prose ? { ...prose, text: `${prose.text}\n${bare}` } : { line: number, text: bare };
  }
  endProse();
  if (fence) parts.push({ ...fence.code, content: fence.content, isClosed: false });
  return { title, intro, sections };
}
