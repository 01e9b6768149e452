import type { RequestEntry } from "../catalog/entries.ts";
import type { Argument } from "../facts/facts.ts";
import { kept } from "./argument-fate.ts";
import type { Remarks } from "./call-plan.ts";
import type { ClientKind } from "./client.ts";
import type { FixBuilder } from "./fix-builder.ts";
import { splatName } from "./named-arguments.ts";
import type { RequestArgument } from "./request-call.ts";

/** Whose Python client takes a rewritten request, and what is written otherwise for it. */
export interface PythonSdk {
  readonly strategy: "portkey-sdk" | "openai-client";
  readonly title: string;
  readonly client: { readonly sync: ClientKind; readonly async: ClientKind };
  /** Its answers have attributes only. */
  readonly answersObject: boolean;
  /** What it is called in a sentence. */
  readonly name: string;
  /** What the classes of its errors are read of. */
  readonly errors: (edit: FixBuilder) => string;
  /** Options of a single call are given to a client made from it, or as headers of the gateway. */
  readonly options: "client" | "headers";
}

/** The client of Portkey's own package. */
export const portkeySdk: PythonSdk = {
  strategy: "portkey-sdk",
  title: "Rewrite to the Portkey SDK",
  client: { sync: "portkey", async: "async-portkey" },
  answersObject: false,
  name: "Portkey's SDK",
  // An attribute: there is no module of this name to import (portkey-ai 2.3.1).
  errors: (edit) => `${edit.module("portkey_ai")}.openai`,
  options: "client",
};

/** The client of the `openai` package, pointed at Portkey. */
export const openAiSdk: PythonSdk = {
  strategy: "openai-client",
  title: "Rewrite to the OpenAI client",
  client: { sync: "openai", async: "async-openai" },
  answersObject: true,
  name: "the OpenAI client",
  errors: (edit) => edit.module("openai"),
  options: "headers",
};

/** What becomes of an argument that the OpenAI client takes in another way than Portkey's; undefined where it takes it alike. */
export function openAiFate(name: string, argument: Argument): RequestArgument["fate"] | undefined {
  // It keeps time on each attempt, whatever the method, in seconds as LiteLLM does (openai 3.54.0 `_base_client.py`).
  return name === "timeout" || name === "request_timeout" ? kept("timeout", argument) : undefined;
}

/** Moves what the method of the OpenAI client does not take by name into the body, where LiteLLM's extras go as well. */
export function withBody(given: readonly RequestArgument[], { openAiTakes = [] }: RequestEntry, { blocked }: Remarks): RequestArgument[] {
  const moved = given.map((argument): RequestArgument => {
    const { fate } = argument;
    if (fate.kind !== "stays" || argument.name === splatName) return argument;
    const written = keptName(argument);
    return openAiTakes.includes(written) ? argument : { ...argument, name: written, fate: { kind: "body" } };
  });
  if (moved.some(({ fate }) => fate.kind === "body") && given.some(({ name }) => name === "extra_body")) blocked.add("`extra_body` is given beside arguments that would have to go into it");
  return moved;
}

/** The name that an argument which stays has from now on. */
export const keptName = ({ name, fate }: RequestArgument): string => (fate.kind === "stays" && fate.rename !== undefined ? fate.rename.text.replace(/=$/, "") : name);

/** An option of the Portkey client as the header that the gateway reads (portkey-ai 2.3.1 `api_resources/apis/create_headers.py`). */
export const headerOf = (option: string): string => `x-portkey-${option.replaceAll("_", "-")}`;

/** Options whose value is JSON in their header. */
export const jsonOptions: ReadonlySet<string> = new Set(["config", "metadata"]);
