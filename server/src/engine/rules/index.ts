import { liteLlmCompletion } from "./litellm/litellm-completion.ts";
import { liteLlmEmbedding } from "./litellm/litellm-embedding.ts";
import { liteLlmEnvironment } from "./litellm/litellm-environment.ts";
import { liteLlmImport } from "./litellm/litellm-import.ts";
import { liteLlmModelString } from "./litellm/litellm-model-string.ts";
import { liteLlmPatch } from "./litellm/litellm-patch.ts";
import { liteLlmProxyClient } from "./litellm/litellm-proxy-client.ts";
import type { Rule } from "./rule.ts";
import { suppressionComment } from "./suppression/suppression-comment.ts";

/** Every rule, in the order of reports. */
export const rules: readonly Rule[] = [liteLlmImport, liteLlmCompletion, liteLlmEmbedding, liteLlmModelString, liteLlmPatch, liteLlmEnvironment, liteLlmProxyClient, suppressionComment];
