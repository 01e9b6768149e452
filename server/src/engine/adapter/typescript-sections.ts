import type { Line, Module, Section } from "./adapter-sections.ts";

/** Takes a module apart. */
export function readTypeScriptModule(source: string): Module {
  const paragraphs = source.trimEnd().split(/\n{2,}(?=[^\s)\]}])/);
  const isImport = (paragraph: string): boolean => paragraph.startsWith("import ");
  return {
    imports: paragraphs.filter(isImport).flatMap((paragraph, group) => paragraph.split("\n").map((statement) => ({ statement, name: /^import (\w+)/.exec(statement)?.[1] ?? "", group }))),
    sections: paragraphs.filter((paragraph) => !isImport(paragraph)).map(readTypeScriptSection),
  };
}

/** Reads a paragraph that is no import. */
export function readTypeScriptSection(paragraph: string): Section {
  const [, block, variable] = /^(?:export )?(?:(?:(?:async )?function|interface|type) (\w+)|(?:const|let) (\w+))/m.exec(paragraph) ?? [];
  const name = block ?? variable;
  if (name === undefined) throw new RangeError(`a section without a name: ${paragraph}`);
  const code = withoutText(paragraph).split("\n");
  const lines = paragraph.split("\n").map((line, index): Line => {
    const [, text = line, when] = /^(.*?) \/\/ when: (\w+)$/.exec(line) ?? [];
    return { text, when, words: (code[index] ?? "").match(/(?<![\w$]|(?<!\.\.)\.)[A-Za-z_]\w*/g) ?? [] };
  });
  return { name, isBlock: block !== undefined, lines };
}

/** Without comments, patterns and the text of strings, which name nothing; line breaks and the holes of templates stay. */
const withoutText = (code: string): string =>
  code.replace(/(?<=[=(,\s])\/(?![/*])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/|\/\*[\s\S]*?\*\/|(?<![:\\])\/\/.*|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, (text) => {
    const holes = text.startsWith("`") ? (text.match(/\$\{[^{}]+\}/g) ?? []) : [];
    return holes.join(" ") + text.replace(/[^\n]+/g, "");
  });
