import { readModel } from "../../catalog/model-string.ts";
import { mappedByUser, portkeyModel } from "../../catalog/portkey-model.ts";
import type { Argument, CodePlace, Construction, Expression, FileFacts, StringLiteral } from "../../facts/facts.ts";
import { defaultStrategy } from "../../settings.ts";
import { percentDecoded } from "../../text/percent-decoded.ts";
import type { Match, RelatedPlace, RuleContext } from "../rule.ts";

/** A model's name that a class of the workspace is given, and the literal that it is written as where it stands in the construction. */
interface GivenModel {
  readonly value: string;
  readonly literal: StringLiteral | undefined;
}

/** A construction of a class of the workspace that gives LiteLLM a model; undefined where it names none, or Portkey's already. */
export function ownWrapperMatch(construction: Construction, context: RuleContext): Match | undefined {
  const { span, callee, name, declarations, request, requestAt } = construction;
  const models = givenModels(construction, context.facts);
  const [first] = models;
  if (!first || isMigrated(models)) return undefined;
  const reading = readModel(first.value);
  const read = reading?.kind === "litellm" ? ` (provider ${reading.provider.prefix}, model ${reading.model})` : "";
  const file = declarations.flatMap((place) => ("origin" in place ? [` (${fileName(place.origin.uri)})`] : [])).at(-1) ?? "";
  return {
    span,
    focus: callee,
    message: `\`${name}\`${file} calls LiteLLM with "${first.value}"${read}`,
    symbol: null,
    fixes: [],
    manual: `Migrate \`${name}\` first, ${nextStep(models, context)}`,
    // The adapter takes LiteLLM's names: whether the class still calls LiteLLM is told where it does.
    ...(defaultStrategy(context.settings, context.facts.language) === "adapter" && { feedsLiteLlm: "never" as const }),
    related: [...declarations.map((place) => related(place, `\`${name}\` comes from here`)), related(requestAt, `It comes to \`${request}\` here`)],
  };
}

/** Where the strings start that constructions of that kind own. */
export function ownedByConstructions({ facts }: RuleContext): ReadonlySet<number> {
  const models = facts.constructions.map((construction) => givenModels(construction, facts)).filter((given) => !isMigrated(given));
  return new Set(models.flat().flatMap(({ literal }) => literal?.span.start ?? []));
}

const isMigrated = (models: readonly GivenModel[]): boolean => models.some(({ value }) => readModel(value)?.kind === "portkey");

/** Names of parameters that take a model. */
const modelName = /(?:^|_)(?:model|llm|lm|engine|deployment)(?:_?(?:name|id|string))?$/i;

/** An agent may be called after its model: where an argument says that it is the model, one that is a caption is none. */
function givenModels({ arguments: given }: Construction, facts: FileFacts): GivenModel[] {
  const namesModel = ({ keyword }: Argument): boolean => keyword !== undefined && modelName.test(keyword);
  const isNamed = given.some(namesModel);
  const possible = given.filter((argument) => !isNamed || namesModel(argument) || !caption.test(argument.keyword ?? ""));
  return possible.flatMap((argument) => constantsIn(argument.value, facts).filter(({ value }) => isModel(value, argument)));
}

/** Names of parameters that take what something is called, or a text about it. */
const caption = /(?:^|_)(?:name|title|label|description|prompt|id)$/i;

/** A name that LiteLLM reads, or one that only a configuration explains; LiteLLM refuses an unknown provider. */
function isModel(value: string, { keyword }: Argument): boolean {
  return readModel(value) !== undefined || (keyword !== undefined && modelName.test(keyword) && /^[^\s/]+$/.test(value));
}

/** The strings that a value may be, be it by a constant or where the environment leaves it open. */
function constantsIn(value: Expression, facts: FileFacts): readonly GivenModel[] {
  switch (value.kind) {
    case "string":
      return [{ value: value.value, literal: value }];
    case "choice":
      return value.options.flatMap((option) => constantsIn(option, facts));
    case "environment":
      return value.fallback ? constantsIn(value.fallback, facts) : [];
    case "name":
      if (value.initial) return constantsIn(value.initial, facts).map((constant) => ({ ...constant, literal: undefined }));
      return constantsElsewhere(value, facts);
    case "chain":
      return constantsElsewhere(value, facts);
    default:
      return [];
  }
}

const constantsElsewhere = ({ span }: Expression, { given }: FileFacts): readonly GivenModel[] =>
  given.flatMap((each) => (each.value !== undefined && each.span.start === span.start && each.span.end === span.end ? [{ value: each.value, literal: undefined }] : []));

function nextStep(models: readonly GivenModel[], { settings, facts }: RuleContext): string {
  const strategy = defaultStrategy(settings, facts.language);
  if (strategy === "adapter") return "to call the adapter, which translates LiteLLM's names at run time: nothing is to be changed here then.";
  const names = models.map(({ value }) => {
    const reading = readModel(value);
    const model = mappedByUser(value, settings) ?? (reading && portkeyModel(reading, settings));
    return model?.kind === "mapped" ? model.name : "@slug/model";
  });
  const shown = [...new Set(names)].map((name) => `\`${strategy === "keep-litellm" ? "openai/" : ""}${name}\``);
  return `then give it Portkey's name instead: ${shown.join(", ")}.`;
}

const related = (place: CodePlace, message: string): RelatedPlace => ({ ...place, message });

const fileName = (uri: string): string => percentDecoded(uri.slice(uri.lastIndexOf("/") + 1));
