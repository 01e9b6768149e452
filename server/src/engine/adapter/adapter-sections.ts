/** A paragraph of a module that binds one name at the top level, with the comments above it. */
export interface Section {
  readonly name: string;
  /** Functions and classes stand apart from what surrounds them. */
  readonly isBlock: boolean;
  readonly lines: readonly Line[];
}

/** A line of a section. */
export interface Line {
  readonly text: string;
  /** The name or condition without which the line is left out: `when: name` in a comment at its end. */
  readonly when: string | undefined;
  /** What it may take from other sections. */
  readonly words: readonly string[];
}

/** An import of a module, or of one name from it. */
export interface Import {
  /** `import os`, `from typing import`, or a whole import of TypeScript. */
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

/** The wanted sections and those that they lead to, each with the lines whose condition is met. */
export function neededSections(sections: readonly Section[], wanted: ReadonlySet<string>, conditions: ReadonlySet<string>): readonly Section[] {
  const names = new Set(sections.map(({ name }) => name));
  const present = new Set(wanted);
  for (;;) {
    const size = present.size;
    const kept = sections
      .filter(({ name }) => present.has(name))
      .map((section) => ({ ...section, lines: section.lines.filter(({ when }) => when === undefined || present.has(when) || conditions.has(when)) }));
    for (const word of kept.flatMap(({ lines }) => lines.flatMap((line) => line.words))) if (names.has(word)) present.add(word);
    if (present.size === size) return kept;
  }
}
