import type { Outcome } from "./outcome.ts";

/** What the gateway's headers and the answer's end say, in whole sentences. */
export function detailsOf({ gateway, finishReason, usage, status, text }: Outcome): readonly string[] {
  if (status === null) return [];
  return [
    optionInWords(gateway.optionIndex),
    gateway.retries === null ? undefined : retriesInWords(gateway.retries),
    gateway.cacheStatus === null ? undefined : cacheInWords(gateway.cacheStatus),
    gateway.traceId === null ? undefined : `The gateway's logs have the request under the trace ${gateway.traceId}.`,
    finishReason === "length" || finishReason === "max_output_tokens"
      ? `The answer ends at the cap on tokens${text === "" ? ", before the model wrote a word; a model that thinks first needs a higher cap" : ""}.`
      : undefined,
    finishReason !== null && usage === null ? "The number of tokens was not reported." : undefined,
  ].filter((detail) => detail !== undefined);
}

/** Which target of the config answered; the header holds a path, such as `config.targets[1].targets[0]`. */
export function optionInWords(path: string | null): string | undefined {
  const indices = [...(path ?? "").matchAll(/targets\[(\d+)\]/g)].map(([, index]) => Number(index));
  const [last] = indices.slice(-1);
  if (last === undefined) return undefined;
  const place = indices.map((index) => `${index + 1}`).join(".");
  return last === 0 && indices.length === 1 ? "The first target of the config answered." : `Target ${place} of the config answered, not its first one.`;
}

/** How often the gateway asked again; -1 stands for all that it may. */
export function retriesInWords(retries: number): string | undefined {
  if (retries === 0) return undefined;
  if (retries < 0) return "The gateway used up all its retries.";
  return `The gateway asked the provider again ${retries === 1 ? "once" : `${retries} times`} before this answer.`;
}

const cacheWords: Readonly<Record<string, string>> = {
  HIT: "The answer is from the gateway's cache: no model was asked.",
  "SEMANTIC HIT": "The answer to a similar request is from the gateway's cache: no model was asked.",
  MISS: "The gateway's cache had no answer yet; the next request of this kind may be answered from it.",
  "SEMANTIC MISS": "The gateway's cache had no answer to a similar request yet.",
  REFRESH: "The gateway's cache was told to ask anew.",
};

/** Where the answer is from; nothing is said where no cache was asked for. */
export const cacheInWords = (status: string): string | undefined => (status === "DISABLED" ? undefined : (cacheWords[status] ?? `The gateway's cache says ${status}.`));
