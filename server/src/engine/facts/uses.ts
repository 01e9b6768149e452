import { type Node, spanOf } from "../syntax/nodes.ts";
import type { Step, Use, UseEnd } from "./facts.ts";
import type { LanguageReader } from "./language.ts";
import type { Names } from "./names.ts";

/** No answer is as deep. */
const maxSteps = 50;

/** More places than this and nobody reads on: the rest is one unknown use. */
const maxUses = 200;

/** All places a value reaches within its file, through local names, loops and members of it. */
export function traceUses(value: Node, names: Names, reader: LanguageReader): Use[] {
  const tracer = new UseTracer(names, reader);
  tracer.follow(value, []);
  return tracer.uses;
}

class UseTracer {
  readonly uses: Use[] = [];
  readonly #seen = new Set<number>();
  readonly #names: Names;
  readonly #reader: LanguageReader;

  constructor(names: Names, reader: LanguageReader) {
    this.#names = names;
    this.#reader = reader;
  }

  /** Goes outwards from a value until something is done with it. */
  follow(start: Node, startSteps: readonly Step[]): void {
    let node = start;
    let steps = startSteps;
    const end = (how: UseEnd): void => {
      const taker = how === "argument" ? this.#reader.takerOf(node) : undefined;
      this.uses.push({ span: { start: start.startIndex, end: node.endIndex }, steps, end: how, taker });
    };
    for (;;) {
      if (steps.length > maxSteps) {
        end("unknown");
        return;
      }
      const around = this.#reader.surrounding(node);
      switch (around.kind) {
        case "attribute":
          steps = [...steps, { kind: "attribute", name: around.name, span: around.span }];
          break;
        case "index":
          steps = [...steps, { kind: "index", key: around.key, span: around.span }];
          break;
        case "call":
          steps = [...steps, { kind: "call", span: spanOf(around.node) }];
          break;
        case "await":
          steps = [...steps, { kind: "await" }];
          break;
        case "group":
        case "choice":
          break;
        case "assigned":
          for (const target of around.targets) this.#followName(target.node, [...steps, ...target.steps], end);
          if (!around.node) return;
          node = around.node;
          continue;
        case "iterated":
          this.#followName(around.target, [...steps, { kind: "iterate" }], end);
          return;
        case "entered":
          this.#followName(around.target, steps, end);
          return;
        case "annotates":
          end("unknown");
          return;
        case "named":
          end(around.role === "write" ? "written" : "argument");
          return;
        case "end":
          end(around.end);
          return;
        default:
          around satisfies never;
          return;
      }
      node = around.node;
    }
  }

  /** Goes on at every read of the name that takes a value. */
  #followName(target: Node | undefined, steps: readonly Step[], end: (how: UseEnd) => void): void {
    const part = target && this.#reader.chainPart(target);
    if (part?.kind === "member" || (part && target && this.#reader.memberDeclaration(target))) {
      end("stored");
      return;
    }
    const variable = part?.kind === "name" ? this.#names.variableOf(part.node) : undefined;
    if (!variable) {
      end("unknown");
      return;
    }
    if (this.#reader.isExported(variable.declarations.map(({ node }) => node))) end("unknown");
    for (const read of variable.reads) {
      if (this.#seen.has(read.id)) continue;
      this.#seen.add(read.id);
      if (this.uses.length >= maxUses) {
        end("unknown");
        return;
      }
      this.follow(read, steps);
    }
  }
}
