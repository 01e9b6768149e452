import type { Call } from "../facts/facts.ts";
import { isFixed } from "./argument-fate.ts";

/** Arguments by which a provider is found and knows who asks; through Portkey all of that is the Model Catalog's. */
const credentials: ReadonlySet<string> = new Set([
  "api_base",
  "api_key",
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "azure_ad_token",
  "base_url",
  "vertex_credentials",
  "vertex_project",
]);

/** Why a request stays that tells nothing but whether a provider takes what it is given at run time, such as a key that somebody typed: nobody reads its answer. */
export function connectionTest({ arguments: given, result }: Call): string | undefined {
  const tested = given.find(({ keyword, value }) => keyword !== undefined && credentials.has(keyword) && !isFixed(value));
  if (!tested || !result.every(({ end, steps }) => end === "discarded" && steps.length === 0)) return undefined;
  return `Nobody reads its answer: it tests \`${tested.keyword}\`, which Portkey's gateway is not given, so that it would pass whatever that is; ask the provider itself, or let the test go`;
}
