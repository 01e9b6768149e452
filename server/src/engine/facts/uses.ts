import { type Node, spanOf } from "../syntax/nodes.ts";
import type { Step, Use, UseEnd } from "./facts.ts";
import type { LanguageReader } from "./language.ts";
import type { Names } from "./names.ts";

/** More places than this and nobody reads on: the rest is one unknown use. */
const maxUses = 200;

/** All places a value reaches within its file, through local names, loops and members of it. */
export function traceUses(value: Node, names: Names, reader: LanguageReader): Use[] {
  const uses: Use[] = [];
  const seen = new Set<number>();
  const trace = (start: Node, startSteps: readonly Step[]): void => {
    let node = start;
    let steps = startSteps;
    const end = (how: UseEnd, taker?: string): void => {
      uses.push({ span: { start: start.startIndex, end: node.endIndex }, steps, end: how, taker });
    };
    const traceName = (target: Node | undefined, further: readonly Step[]): void => {
      const part = target && reader.chainPart(target);
      if (part?.kind === "member") return end("stored");
      const variable = part?.kind === "name" ? names.variableOf(part.node) : undefined;
      if (!variable) return end("unknown");
      for (const read of variable.reads) {
        if (seen.has(read.id)) continue;
        seen.add(read.id);
        if (uses.length >= maxUses) return end("unknown");
        trace(read, further);
      }
    };
    for (;;) {
      const around = reader.surrounding(node);
      switch (around.kind) {
        case "attribute":
          steps = [...steps, { kind: "attribute", name: around.name, span: around.span }];
          node = around.node;
          continue;
        case "index":
          steps = [...steps, { kind: "index", key: around.key, span: around.span }];
          node = around.node;
          continue;
        case "call":
          steps = [...steps, { kind: "call", span: spanOf(around.node) }];
          node = around.node;
          continue;
        case "await":
          steps = [...steps, { kind: "await" }];
          node = around.node;
          continue;
        case "group":
        case "choice":
          node = around.node;
          continue;
        case "assigned":
          for (const target of around.targets) traceName(target.node, [...steps, ...target.steps]);
          if (!around.node) return;
          node = around.node;
          continue;
        case "iterated":
          return traceName(around.target, [...steps, { kind: "iterate" }]);
        case "entered":
          return around.target ? traceName(around.target, steps) : end("unknown");
        case "annotates":
          return end("unknown");
        case "end":
          return end(around.end, around.end === "argument" ? reader.takerOf(node) : undefined);
      }
    }
  };
  trace(value, []);
  return uses;
}
