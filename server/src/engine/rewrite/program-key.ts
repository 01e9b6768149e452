import type { Expression, FileFacts } from "../facts/facts.ts";

/** Whether a key is the program's own, the same for all that it asks: written out, or read from the environment, be it by way of a constant. */
export function isProgramKey(value: Expression, { bindings }: FileFacts): boolean {
  const isOwn = (part: Expression, depth: number): boolean => {
    switch (part.kind) {
      case "string":
      case "environment":
      case "nothing":
        return true;
      case "choice":
        return part.options.every((option) => isOwn(option, depth));
      case "template":
        return part.hole === undefined || isOwn(part.hole, depth);
      case "name": {
        const initial = part.initial ?? (part.binding === undefined ? undefined : bindings[part.binding]?.initial);
        return depth < 3 && initial !== undefined && isOwn(initial, depth + 1);
      }
      case "chain":
        return depth < 3 && part.initial !== undefined && isOwn(part.initial, depth + 1);
      case "call":
        // `os.environ["KEY"].strip()`
        return part.object !== undefined && isOwn(part.object, depth);
      default:
        return false;
    }
  };
  return isOwn(value, 0);
}

/** Why the change of another key has to be reviewed. */
export const droppedKey = "The key is decided at run time: whoever had one of their own shares the Portkey key from now on";
