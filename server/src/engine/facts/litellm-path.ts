/** Whether a module or a qualified path is LiteLLM's. */
export const isLiteLlm = (path: string): boolean => /^litellm(?:$|[./])/.test(path);
