const nouns =
  "account order invoice session message document report channel customer payment index record tenant event policy model response client token budget request worker queue bucket stream batch prompt cache image audio route metric trace window shard ledger".split(
    " ",
  );
const verbs = "load store build merge parse render resolve update collect publish validate schedule reduce expand index trim retry drain rotate compare".split(" ");
const pythonImports = [
  "import asyncio",
  "import json",
  "import logging",
  "import os",
  "import re",
  "from dataclasses import dataclass, field",
  "from datetime import datetime, timedelta",
  "from pathlib import Path",
  "from typing import Any, Iterable, Optional",
  "import pytest",
  "import httpx",
];

/** Writes ordinary code without a meaning: the same text for the same seed. */
export class Filler {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from zero up to, and without, a limit. */
  below(limit: number): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let value = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % limit;
  }

  noun(): string {
    return this.#of(nouns);
  }

  /** A Python module of about so many characters, between a third and three times as many. */
  python(size: number): string {
    const imports = pythonImports.filter(() => this.below(3) === 0);
    return `"""The ${this.noun()}s of a ${this.noun()}."""\n${imports.join("\n")}\n\nlogger = logging.getLogger(__name__)\n\n\n${this.pythonBody(this.#around(size))}`;
  }

  /** Classes and functions of about so many characters. */
  pythonBody(size: number): string {
    let text = "";
    while (text.length < size) text += this.below(3) === 0 ? this.#pythonFunction("") : this.#pythonClass();
    return text;
  }

  /** A TypeScript module of about so many characters. */
  typescript(size: number): string {
    return `import { readFile } from "node:fs/promises";\nimport { ${this.noun()} } from "../${this.noun()}/${this.noun()}";\n\n${this.typescriptBody(this.#around(size))}`;
  }

  /** Functions and classes of about so many characters. */
  typescriptBody(size: number): string {
    let text = "";
    while (text.length < size) text += this.#typescriptFunction();
    return text;
  }

  /** Lines of words. */
  prose(size: number): string {
    let text = "";
    while (text.length < size) text += `${this.noun()}: the ${this.noun()} of ${this.noun()}s/${this.noun()} \`${this.#of(verbs)}\`\n`;
    return text;
  }

  #of(words: readonly string[]): string {
    return words[this.below(words.length)] ?? "";
  }

  #around(size: number): number {
    return Math.round(size * [0.3, 0.5, 0.8, 1, 1.4, 2][this.below(6)]!);
  }

  #pythonClass(): string {
    const name = this.noun();
    const methods = Array.from({ length: 2 + this.below(4) }, () => this.#pythonFunction("    "));
    return `class ${name[0]?.toUpperCase()}${name.slice(1)}${this.below(1000)}:\n    """Keeps a ${this.noun()} for each ${this.noun()}."""\n\n    limit: int = ${this.below(500)}\n\n${methods.join("")}\n`;
  }

  #pythonFunction(indent: string): string {
    const [item, list, result] = [this.noun(), `${this.noun()}s`, this.noun()];
    const self = indent === "" ? "" : "self, ";
    const owner = indent === "" ? "" : "self.";
    const lines = [
      `def ${this.#of(verbs)}_${this.noun()}_${this.below(100)}(${self}${list}: Iterable[Any], ${item}: Optional[str] = None) -> dict[str, Any]:`,
      `    """${this.#of(verbs)} the ${list} and give back what is left.`,
      "",
      `    Raises ValueError where "${item}" is not a ${this.noun()}.`,
      `    """`,
      `    ${result}: dict[str, Any] = {"${this.noun()}": ${this.below(900)}, "${this.noun()}/${this.noun()}": [${this.below(90)}, ${this.below(90)}]}`,
      `    for ${this.noun()}_id, value in enumerate(${list}):`,
      `        if not value or (${item} is not None and value.get("${this.noun()}") == ${item}):`,
      `            logger.debug("skipped %s of %s", value, ${item}) # nothing to ${this.#of(verbs)}`,
      "            continue",
      "        try:",
      `            ${result}[f"{${item}}-{value}"] = ${owner}${this.#of(verbs)}_${this.noun()}(`,
      `                value, key=lambda each: each["${this.noun()}"], limit=${this.below(300)}`,
      "            )",
      "        except (KeyError, ValueError) as error:",
      `            raise RuntimeError(f"cannot ${this.#of(verbs)} {value!r}") from error`,
      `    return {key: value for key, value in ${result}.items() if value is not None}`,
      "",
      "",
    ];
    return lines.map((line) => (line === "" ? "\n" : `${indent}${line}\n`)).join("");
  }

  #typescriptFunction(): string {
    const [item, list, result] = [this.noun(), `${this.noun()}List`, this.noun()];
    return [
      `/** Gives the ${this.noun()} of each ${item}. */`,
      `export async function ${this.#of(verbs)}${this.below(10000)}(${list}: readonly string[], ${item}?: number): Promise<Record<string, unknown>> {`,
      `  const ${result} = new Map<string, unknown>();`,
      `  for (const [index, value] of ${list}.entries()) {`,
      `    if (index > ${this.below(90)} && /${this.noun()}\\/(\\d+)/.test(value)) continue;`,
      `    ${result}.set(\`${this.noun()}/\${value}\`, { ${this.noun()}: index, "${this.noun()}": ${item} ?? ${this.below(50)} });`,
      "  }",
      `  return Object.fromEntries(${result});`,
      "}",
      "",
      "",
    ].join("\n");
  }
}
