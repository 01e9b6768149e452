import { isCalledAfterLiteLlm } from "../catalog/environment-name.ts";
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

/** Names of variables that bundlers write into what a browser gets. */
const publicVariable = /^(?:NEXT_PUBLIC|NUXT_PUBLIC|REACT_APP|VITE|PUBLIC|EXPO_PUBLIC|GATSBY|VUE_APP)_/;

/** What a bundler's `define` puts into code, as Vite's documents call it. */
const definedByBundler = /^__[A-Z\d_]+__$/;

/** Whether a browser gets the file, or values that come from variables for it, and what is beside them runs there. */
export const isForBrowser = (values: readonly (Expression | undefined)[], facts: FileFacts): boolean => facts.anchors.isForBrowser || readsPublicProxy(facts) || arePublic(values, facts, 0);

/** Whether a file reads the proxy's address or key from a variable for browsers, by whatever function: `getEnvVar("VITE_LITELLM_API_KEY")`. */
const readsPublicProxy = ({ environment }: FileFacts): boolean => environment.some(({ variable, access }) => access === "read" && publicVariable.test(variable) && isCalledAfterLiteLlm(variable));

function arePublic(values: readonly (Expression | undefined)[], facts: FileFacts, depth: number): boolean {
  const inner = (parts: readonly (Expression | undefined)[]): boolean => depth < 3 && arePublic(parts, facts, depth + 1);
  return values.some((value): boolean => {
    if (value === undefined) return false;
    if (isGivenPublic(value, facts)) return true;
    switch (value.kind) {
      case "environment":
        return publicVariable.test(value.variable) || inner([value.fallback]);
      case "choice":
        return inner(value.options);
      case "template":
        return inner(value.parts.flatMap((part) => (typeof part === "string" ? [] : [part])));
      case "name":
        return definedByBundler.test(value.name) || inner([value.initial ?? (value.binding === undefined ? undefined : facts.bindings[value.binding]?.initial)]);
      case "chain":
        return inner([value.initial]);
      default:
        return false;
    }
  });
}

/** Whether another file gives a value that it has from such a variable. */
const isGivenPublic = ({ span }: Expression, { given }: FileFacts): boolean =>
  given.some(({ span: at, address }) => at.start === span.start && at.end === span.end && address?.startsWith("$") && publicVariable.test(address.slice(1)));

/** Why a key in a browser has to be reviewed. */
export const keyInBrowser = "The code runs in a browser, where everybody can read the key that it is given: let a server of yours hold the Portkey key";

/** Why the adapter is not for a browser. */
export const adapterInBrowser = "The code runs in a browser, where the adapter finds no key: let a server of yours send the request";
