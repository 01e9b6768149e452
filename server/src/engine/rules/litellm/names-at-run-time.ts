import { defaultStrategy } from "../../settings.ts";
import type { RuleContext } from "../rule.ts";

/** What is to be done about a name of LiteLLM's, or code about such names, where the folder's strategy leaves the names as they are; undefined where it does not. */
export const readAtRunTime = ({ settings, facts }: Pick<RuleContext, "settings" | "facts">): string | undefined =>
  defaultStrategy(settings, facts.language) === "adapter" ? "The adapter takes LiteLLM's names and translates them at run time: nothing to change here once the calls go through it." : undefined;
