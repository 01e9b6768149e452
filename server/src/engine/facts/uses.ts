import { commentsIn, type Node, namedChildrenOf, spanOf } from "../syntax/nodes.ts";
import type { Step, Use, UseEnd } from "./facts.ts";
import type { LanguageReader } from "./language.ts";
import type { Names, Variable } from "./names.ts";

/** No answer is as deep. */
const maxSteps = 50;

/** More places than this and nobody reads on: the rest is one unknown use. */
const maxUses = 200;

/** All places a value reaches within its file, through local names, loops and members of it. */
export function traceUses(value: Node, names: Names, reader: LanguageReader): Use[] {
  const tracer = new UseTracer(names, reader);
  tracer.follow(value, start);
  return tracer.uses;
}

/** How a value came to a place. */
type Way = Pick<Use, "steps" | "bound" | "others">;

const start: Way = { steps: [], bound: [], others: [] };

/** What means that there is no value, in either grammar. */
const noValue: ReadonlySet<string> = new Set(["none", "null", "undefined"]);

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
  follow(first: Node, way: Way): void {
    let node = first;
    let { steps, others } = way;
    const end = (how: UseEnd): void => {
      const taker = how === "argument" ? this.#reader.takerOf(node) : undefined;
      const definition = how === "returned" ? this.#reader.functionReturning(node) : undefined;
      const declaredAs = definition && this.#reader.returnType(definition)?.text;
      this.uses.push({ span: { start: first.startIndex, end: node.endIndex }, steps, end: how, bound: way.bound, others, taker, ...(declaredAs !== undefined && { declaredAs }) });
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
          steps = [...steps, { kind: "index", key: around.key, span: around.span, brackets: around.brackets }];
          break;
        case "call":
          steps = [...steps, this.#callStep(around.node)];
          break;
        case "await":
          steps = [...steps, { kind: "await" }];
          break;
        case "group":
          break;
        case "choice":
          others = [...others, { span: spanOf(around.node), at: steps.length }];
          break;
        case "assigned":
          for (const target of around.targets) this.#followName(target.node, { ...way, steps: [...steps, ...target.steps], others }, end);
          if (!around.node) return;
          node = around.node;
          continue;
        case "iterated":
          this.#followName(around.target, { ...way, steps: [...steps, { kind: "iterate" }], others }, end);
          return;
        case "entered":
          this.#followName(around.target, { ...way, steps, others }, end);
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
  #followName(target: Node | undefined, way: Way, end: (how: UseEnd) => void): void {
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
    const onward = target ? boundTo(variable, target, way, this.#reader) : way;
    const unseen = variable.reads.filter((read) => !this.#seen.has(read.id) && !this.#reader.isPlainDictionary(read));
    // The way to a name that nobody reads, or that has been read already, is walked all the same.
    if (unseen.length === 0) end("discarded");
    for (const read of unseen) {
      this.#seen.add(read.id);
      if (this.uses.length >= maxUses) {
        end("unknown");
        return;
      }
      this.follow(read, onward);
    }
  }

  #callStep(call: Node): Step {
    const list = this.#reader.argumentList(call);
    const count = list ? namedChildrenOf(list).length : 0;
    const only = list && count === 1 && commentsIn(list).length === 0 ? this.#reader.argumentAt(call, 0) : undefined;
    const key = only && this.#reader.literalKey(only);
    return { kind: "call", span: spanOf(call), count, key: typeof key === "string" ? key : undefined, brackets: list && spanOf(list) };
  }
}

/** The way behind a name that takes the value at one of its declarations. */
function boundTo({ declarations }: Variable, target: Node, way: Way, reader: LanguageReader): Way {
  const others = declarations.filter(({ node, declaration }) => node.id !== target.id && declaration.kind !== "bare" && !(declaration.kind === "assign" && isNothing(declaration.value, reader)));
  return { ...way, bound: [...way.bound, spanOf(target)], others: [...way.others, ...others.map(({ node }) => ({ span: spanOf(node), at: way.steps.length }))] };
}

/** Whether a value is none, in whatever brackets. */
function isNothing(value: Node | undefined, reader: LanguageReader): boolean {
  let node = value;
  for (let part = node && reader.chainPart(node); part?.kind === "same"; part = reader.chainPart(node)) node = part.node;
  return node !== undefined && noValue.has(node.type);
}
