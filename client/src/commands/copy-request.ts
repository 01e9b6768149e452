import { env, window } from "vscode";
import { type CopyFormat, copyAs } from "../../../server/src/gateway/copy/copy-as.ts";
import { createProfile, gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import { type BuiltRequest, buildRequest } from "../../../server/src/gateway/request.ts";
import { findRequest } from "../gateway/code-requests.ts";
import { newTraceId } from "../gateway/trace-id.ts";
import type { Command } from "./index.ts";

const placeholder = "@slug/model";

/** Copy Request as …: the request at the cursor for a shell, a program or an `.http` file, with the key as a variable; nothing is sent. */
export const copyRequest =
  (format: CopyFormat): Command =>
  async (extension, ...given) => {
    const found = await findRequest(extension, given, "Copy a Request");
    if (found === undefined) return;
    const { profile: id, url, extraHeaders } = extension.gateway.settings();
    // the local gateway has another address each time, so that a copy for it would not be of use for long
    const made = id === "local" ? createProfile("hosted") : createProfile(id, id === "self-hosted" ? url : (gatewayFacts(id).baseUrl ?? ""), extraHeaders);
    if (!("profile" in made)) throw new Error(made.refusal.why);
    // what is copied goes nowhere by itself, so the code's own messages and its own limits are part of it
    const build = (model: string | null, prompt: "code" | "stub"): BuiltRequest =>
      buildRequest(found.sketch, made.profile, { model, prompt, maxTokens: "code", stream: null, holes: {}, traceId: newTraceId() });
    const attempts = [build(null, "code"), build(null, "stub"), build(placeholder, "code"), build(placeholder, "stub")];
    const built = attempts.find(({ kind }) => kind === "request") ?? attempts[0];
    if (built?.kind !== "request") throw new Error(built?.why ?? "nothing can be copied");
    await env.clipboard.writeText(copyAs(format, built.request));
    const missing = built.request.model === placeholder ? ` Replace ${placeholder} by your model.` : "";
    // only a piece of information, which nothing waits for
    void window.showInformationMessage(`Copied. The key is the variable PORTKEY_API_KEY.${missing}`);
  };
