import type { Expression } from "../facts/facts.ts";
import type { Json } from "../text/json.ts";
import { jsonValue, readEntries } from "./json-value.ts";
import type { SketchReading } from "./sketch-reading.ts";

/** Arguments that a client keeps to itself, and what becomes of them. */
const ownOptions: Readonly<Record<string, string>> = {
  timeout: "It is a limit of the client, which a test has of its own.",
  request_timeout: "It is a limit of the client, which a test has of its own.",
  extra_query: "The gateway takes no parameters in its address.",
};

const ofHeaders = "Headers are not sent along: Portkey keeps them to itself unless they are forwarded.";

/**
 * Reads an argument of a client's method that is no part of the body, or one whose parts are: `extra_body`.
 * Says whether it was one.
 */
export function addOwnOptions(name: string, value: Expression, body: Record<string, Json>, reading: SketchReading): boolean {
  if (name === "extra_body") {
    const read = readEntries(value, reading);
    for (const { name: key, entry } of read?.entries ?? []) {
      const each = jsonValue(entry.value, key, reading);
      if (each !== undefined) body[key] = each;
    }
    if (!read || read.open.length > 0) reading.unsupported.push({ name, why: "What it holds is known only at run time." });
    return true;
  }
  const why = name === "extra_headers" || name === "headers" ? ofHeaders : Object.hasOwn(ownOptions, name) ? ownOptions[name] : undefined;
  if (why !== undefined) reading.unsupported.push({ name, why });
  return why !== undefined;
}
