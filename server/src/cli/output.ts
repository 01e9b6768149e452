import { styleText } from "node:util";
import type { Paint, TextStyle } from "../engine/report/text.ts";
import type { Io, Output } from "./io.ts";

const looks = {
  place: "bold",
  rule: "cyan",
  error: "red",
  warning: "yellow",
  information: "blue",
  hint: "gray",
  gutter: "blue",
  safe: "green",
  unsafe: "yellow",
  manual: "magenta",
  strong: "bold",
} as const satisfies Record<TextStyle, string>;

/** Colors where the output is a terminal that wants them; `FORCE_COLOR` and `NO_COLOR` decide otherwise, as in Node. */
export function painter(output: Output, { env }: Io): Paint {
  if (!wantsColor(output, env)) return (_, text) => text;
  // the stream that Node would ask about color is not the one written to
  return (style, text) => styleText(looks[style], text, { validateStream: false });
}

function wantsColor(output: Output, env: Io["env"]): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return output.isTTY && !env.NO_COLOR && env.TERM !== "dumb";
}
