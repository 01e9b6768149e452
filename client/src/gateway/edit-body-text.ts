import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { isJsonObject, type JsonObject } from "../../../server/src/gateway/outcome.ts";

/** The object that a text of JSON with comments holds, or why it holds none. */
export function readBody(text: string): JsonObject | string {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  const [error] = errors;
  if (error !== undefined) return `Line ${text.slice(0, error.offset).split("\n").length}: ${printParseErrorCode(error.error)}`;
  return isJsonObject(value) ? value : "A body is an object";
}
