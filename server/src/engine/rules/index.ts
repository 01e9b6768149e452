import { liteLlmAssistant } from "./litellm/litellm-assistant.ts";
import { liteLlmAudio } from "./litellm/litellm-audio.ts";
import { liteLlmBatch } from "./litellm/litellm-batch.ts";
import { liteLlmCache } from "./litellm/litellm-cache.ts";
import { liteLlmCallback } from "./litellm/litellm-callback.ts";
import { liteLlmCompletion } from "./litellm/litellm-completion.ts";
import { liteLlmEmbedding } from "./litellm/litellm-embedding.ts";
import { liteLlmEnvironment } from "./litellm/litellm-environment.ts";
import { liteLlmException } from "./litellm/litellm-exception.ts";
import { liteLlmFile } from "./litellm/litellm-file.ts";
import { liteLlmHelper } from "./litellm/litellm-helper.ts";
import { liteLlmImage } from "./litellm/litellm-image.ts";
import { liteLlmImport } from "./litellm/litellm-import.ts";
import { liteLlmModelString } from "./litellm/litellm-model-string.ts";
import { liteLlmModeration } from "./litellm/litellm-moderation.ts";
import { liteLlmPatch } from "./litellm/litellm-patch.ts";
import { liteLlmProxyClient } from "./litellm/litellm-proxy-client.ts";
import { liteLlmReference } from "./litellm/litellm-reference.ts";
import { liteLlmRerank } from "./litellm/litellm-rerank.ts";
import { liteLlmResponseField } from "./litellm/litellm-response-field.ts";
import { liteLlmResponses } from "./litellm/litellm-responses.ts";
import { liteLlmRouter } from "./litellm/litellm-router.ts";
import { liteLlmSetting } from "./litellm/litellm-setting.ts";
import { liteLlmSideEffect } from "./litellm/litellm-side-effect.ts";
import { liteLlmTextCompletion } from "./litellm/litellm-text-completion.ts";
import { liteLlmType } from "./litellm/litellm-type.ts";
import { liteLlmWrapper } from "./litellm/litellm-wrapper.ts";
import { portkeyAbortSignal } from "./portkey/portkey-abort-signal.ts";
import { portkeyConfig } from "./portkey/portkey-config.ts";
import { portkeyDefaultImport } from "./portkey/portkey-default-import.ts";
import { portkeyEmbeddingFormat } from "./portkey/portkey-embedding-format.ts";
import { portkeyException } from "./portkey/portkey-exception.ts";
import { portkeyLeftoverArgument } from "./portkey/portkey-leftover-argument.ts";
import { portkeyMetadata } from "./portkey/portkey-metadata.ts";
import { portkeyStickyOption } from "./portkey/portkey-sticky-option.ts";
import { portkeyTimeoutUnit } from "./portkey/portkey-timeout-unit.ts";
import { portkeyUnknownOption } from "./portkey/portkey-unknown-option.ts";
import type { Rule } from "./rule.ts";
import { suppressionComment } from "./suppression/suppression-comment.ts";

/** Every rule, in the order of reports. */
export const rules: readonly Rule[] = [
  liteLlmImport,
  liteLlmCompletion,
  liteLlmTextCompletion,
  liteLlmEmbedding,
  liteLlmImage,
  liteLlmAudio,
  liteLlmModeration,
  liteLlmRerank,
  liteLlmResponses,
  liteLlmBatch,
  liteLlmFile,
  liteLlmAssistant,
  liteLlmRouter,
  liteLlmSetting,
  liteLlmCallback,
  liteLlmCache,
  liteLlmException,
  liteLlmHelper,
  liteLlmType,
  liteLlmResponseField,
  liteLlmWrapper,
  liteLlmModelString,
  liteLlmPatch,
  liteLlmEnvironment,
  liteLlmSideEffect,
  liteLlmProxyClient,
  liteLlmReference,
  portkeyLeftoverArgument,
  portkeyUnknownOption,
  portkeyTimeoutUnit,
  portkeyMetadata,
  portkeyConfig,
  portkeyEmbeddingFormat,
  portkeyException,
  portkeyStickyOption,
  portkeyAbortSignal,
  suppressionComment,
  portkeyDefaultImport,
];
