/** Whether a variable of the environment is called after LiteLLM, as far as its name tells: `LITELLM_URL`, `MY_LITELLM_KEY`, `LITE_LLM_URL`. */
export const isCalledAfterLiteLlm = (variable: string): boolean => /(?:^|_)LITE_?LLM(?:_|$)/.test(variable);

/** Whether such a name may be that of any light model, so that the files around it have to say whose it is. */
export const isAmbiguousName = (variable: string): boolean => variable.includes("LITE_LLM");
