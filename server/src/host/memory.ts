import { setFlagsFromString } from "node:v8";

/**
 * V8 looks for garbage when there is two fifths more than was alive, and gives back the pages that hold little, which it keeps otherwise. Each search takes some 20 ms longer, which somebody who types would feel: only audits ask for it.
 */
const sparing = ["--heap-growing-percent=40", "--compact-on-every-full-gc"];
/** As the server is started; a command line that ends has no use for it any more. */
const asEver = ["--heap-growing-percent=50", "--no-compact-on-every-full-gc"];

/** How many pieces of work spare memory. */
let count = 0;

/** Has V8 give memory back early until the returned function is called, for as long as anybody wants that. */
export function spareMemory(): () => void {
  if (count++ === 0) sparing.forEach(setFlagsFromString);
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    if (--count === 0) asEver.forEach(setFlagsFromString);
  };
}
