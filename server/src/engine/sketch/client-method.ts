import type { Catalog } from "../catalog/catalog.ts";
import type { RequestLibrary } from "./request-sketch.ts";
import { type SketchedTarget, sketchedTarget } from "./sketched-target.ts";

/** What a call of OpenAI's or Portkey's client sends. */
export interface ClientMethod {
  readonly library: Exclude<RequestLibrary, "litellm" | "adapter">;
  /** From the client on: `chat.completions.create`. */
  readonly method: string;
  /** Undefined for a request that is none of those that are sketched. */
  readonly target: SketchedTarget | undefined;
}

/** A client of the `openai` package or of Azure's, made with or without other options; or the module itself. */
const openAiPath = /^(?:openai|@azure\/openai)(?:\.default)?(?:\.\w+\(\)|\(\))?(?:\.(?:with_options|withOptions|copy)\(\))*\.(\w+(?:\.\w+)*)$/;

/** Parts of a method's name that say how the answer is given, not what is asked. */
const manners = /(?:^|\.)(?:beta|with_raw_response|with_streaming_response)(?=\.)/g;

/** Prompts of Portkey's library, which no text of a program holds. */
const savedPrompts = /^prompts\./;

/** Reads the path of a call of OpenAI's or Portkey's client; undefined where it asks no model. */
export function clientMethod(path: string, catalog: Catalog): ClientMethod | undefined {
  const use = catalog.portkey.use(path);
  if (use?.kind === "method") return known("portkey", use.method, catalog);
  const [, rest] = openAiPath.exec(path) ?? [];
  if (rest === undefined) return undefined;
  return known(/azure/i.test(path.slice(0, path.length - rest.length)) ? "azure-openai" : "openai", rest, catalog);
}

function known(library: ClientMethod["library"], written: string, catalog: Catalog): ClientMethod | undefined {
  const method = written.replace(manners, "").replace(/^\./, "");
  const target = sketchedTarget(catalog.requestByClient(method));
  return target || (library === "portkey" && savedPrompts.test(method)) ? { library, method, target } : undefined;
}
