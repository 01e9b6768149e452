/** A paragraph of a Python module that binds one name at the top level, with the comments above it. */
export interface Section {
  readonly name: string;
  /** Functions and classes stand apart from what surrounds them. */
  readonly isBlock: boolean;
  readonly lines: readonly Line[];
}

/** A line of a section. */
export interface Line {
  readonly text: string;
  /** The name or condition without which the line is left out: `# when: name` at its end. */
  readonly when: string | undefined;
  /** What it may take from other sections. */
  readonly words: readonly string[];
}

/** An import of a module, or of one name from it. */
export interface Import {
  /** `import os`, or `from typing import`. */
  readonly statement: string;
  readonly name: string;
  /** Imports of the standard library stand before those of packages, with an empty line between. */
  readonly group: number;
}

/** A module in parts; its imports stand first, and an empty line parts two sections. */
export interface Module {
  readonly imports: readonly Import[];
  readonly sections: readonly Section[];
}

/** Takes a module apart. */
export function readModule(source: string): Module {
  const paragraphs = source.trimEnd().split(/\n{2,}(?=[^\s)\]}])/);
  const isImport = (paragraph: string): boolean => /^(?:import|from) /.test(paragraph);
  return {
    imports: paragraphs.filter(isImport).flatMap((paragraph, group) => paragraph.split("\n").flatMap((line) => importsOf(line, group))),
    sections: paragraphs.filter((paragraph) => !isImport(paragraph)).map(readSection),
  };
}

function importsOf(line: string, group: number): Import[] {
  const [, statement, names] = /^(from \S+ import) (.+)$/.exec(line) ?? [];
  if (statement !== undefined && names !== undefined) return names.split(", ").map((name) => ({ statement, name, group }));
  return [{ statement: line, name: /(\w+)$/.exec(line)?.[1] ?? "", group }];
}

/** Reads a paragraph that is no import. */
export function readSection(paragraph: string): Section {
  const [, block, variable] = /^(?:(?:async def|def|class) (\w+)|(\w+)(?::| =))/m.exec(paragraph) ?? [];
  const name = block ?? variable;
  if (name === undefined) throw new RangeError(`a section without a name: ${paragraph}`);
  const code = withoutText(paragraph).split("\n");
  const lines = paragraph.split("\n").map((line, index): Line => {
    const [, text = line, when] = /^(.*?) {2}# when: (\w+)$/.exec(line) ?? [];
    return { text, when, words: (code[index] ?? "").match(/(?<![.\w])[A-Za-z_]\w*/g) ?? [] };
  });
  return { name, isBlock: block !== undefined, lines };
}

/** Without comments and the text of strings, which name nothing; line breaks stay. */
const withoutText = (code: string): string =>
  code.replace(/"""[\s\S]*?"""|f?"(?:[^"\\\n]|\\.)*"|#.*/g, (text) => {
    const holes = text.startsWith("f") ? (text.match(/\{[^{}]+\}/g) ?? []) : [];
    return holes.join(" ") + text.replace(/[^\n]+/g, "");
  });
