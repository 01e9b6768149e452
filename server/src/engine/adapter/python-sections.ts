import type { Import, Line, Module, Section } from "./adapter-sections.ts";

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
