import type { PlanContext } from "../rewrite/call-plan.ts";
import type { Span } from "../text/span.ts";
import type { Hole, UnsentArgument } from "./request-sketch.ts";

/** What a sketch may ask about: what a plan may, and the text itself, of which it quotes. */
export interface SketchContext extends PlanContext {
  readonly text: string;
}

/** One request while it is read. */
export interface SketchReading {
  readonly context: SketchContext;
  readonly holes: Hole[];
  readonly unsupported: UnsentArgument[];
  /** Whether a hole is told with what it likely is; to find that out for what nobody is told of would lead on, and from a name back to itself (`def ask(question=question)`). */
  readonly tellsLikely: boolean;
}

/** Reads something for its value alone: what is missed is told to nobody. */
export const asideFrom = ({ context }: SketchReading): SketchReading => ({ context, holes: [], unsupported: [], tellsLikely: false });

/** Longer quotations tell no more. */
const longestQuotation = 120;

/** A part of the text in one line. */
export function quotation({ start, end }: Span, { text }: SketchContext): string {
  const line = text
    .slice(start, Math.min(end, start + 10 * longestQuotation))
    .replace(/\s+/g, " ")
    .trim();
  return line.length > longestQuotation ? `${line.slice(0, longestQuotation - 3)}...` : line;
}
