import { oncePerFile } from "../facts/once-per-file.ts";

/** Whether a file gives LiteLLM a provider of the program's own, which nobody else knows: a model that is decided at run time may be for it. */
export const hasOwnProvider = oncePerFile(({ references }) => references.some(({ path, role }) => path.startsWith("litellm.custom_provider_map") && (role === "write" || role === "call")));
