import { type Layout, layoutOf } from "../text/layout.ts";
import type { FileFacts } from "./facts.ts";

/** Only edits need the layout, and most reports are only shown. A function of its own, for a getter made beside the nodes would keep all of them as long as the facts. */
export function withLayout(facts: Omit<FileFacts, "layout">, text: string): FileFacts {
  let layout: Layout | undefined;
  return {
    ...facts,
    get layout() {
      layout ??= layoutOf(text, facts.language);
      return layout;
    },
  };
}
