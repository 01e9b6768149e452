import type { ModuleSettingEntry } from "../catalog/config-entries.ts";
import type { Argument, Call, Expression, Reference } from "../facts/facts.ts";
import { contains } from "../text/span.ts";
import { type CacheSetting, readCache } from "./cache-setting.ts";
import type { PlanContext } from "./call-plan.ts";
import { describeValue } from "./model-argument.ts";

/** A setting of LiteLLM's module that holds for a whole file, so that its calls can carry it themselves. */
export type ModuleSetting = { readonly entry: ModuleSettingEntry; readonly reference: Reference } & (
  | { readonly kind: "argument"; readonly argument: string; readonly value: Expression }
  | { readonly kind: "cache"; readonly cache: CacheSetting | undefined }
  | { readonly kind: "aliases"; readonly aliases: ReadonlyMap<string, string> }
  /** Calls by themselves never had it. */
  | { readonly kind: "router" }
);

/** A setting as it was read, or why calls cannot carry it. */
export type SettingReading = { readonly kind: "carried"; readonly setting: ModuleSetting } | { readonly kind: "left"; readonly reason: string };

/** What becomes of the setting that a reference sets; undefined for what calls need not carry, or never could. */
export const moduleSetting = (reference: Reference, context: PlanContext): SettingReading | undefined => settingsOf(context).get(reference);

/** The settings that a call has carried so far without naming them. */
export function settingsFor({ callee, span, place }: Call, context: PlanContext): readonly ModuleSetting[] {
  const name = context.catalog.symbolOwner(callee.path)?.name ?? "";
  return carriedSettings(context).filter(({ entry, reference }) => entry.of.includes(name) && !((place === "module" || place === "main") && span.start < reference.span.start));
}

/** Whether a reference belongs to a statement whose setting the calls carry. */
export const isInCarried = ({ span }: Reference, context: PlanContext): boolean =>
  carriedSettings(context).some(({ reference: { statement } }) => statement !== undefined && contains(statement.span, span));

/** What a person looks at where a call carries a setting of the module. */
export const settingReason = ({ entry: { names, note } }: ModuleSetting): string => `\`${names[0]}\` becomes a part of the call's config${note === undefined ? "" : `: ${note}`}`;

const carriedSettings = (context: PlanContext): readonly ModuleSetting[] => [...settingsOf(context).values()].flatMap((reading) => (reading.kind === "carried" ? [reading.setting] : []));

type Settings = ReadonlyMap<Reference, SettingReading>;

/** Worked out once for all calls that ask. */
const settingsOfFiles = new WeakMap<PlanContext, Settings>();

function settingsOf(context: PlanContext): Settings {
  const known = settingsOfFiles.get(context);
  if (known) return known;
  const settings = new Map<Reference, SettingReading>();
  const { facts, catalog } = context;
  if (facts.language === "python") {
    const uses = facts.references.flatMap((reference) => {
      const entry = catalog.config.moduleSetting(catalog.symbolOwner(reference.path)?.name ?? "");
      return entry ? [{ reference, entry }] : [];
    });
    for (const { reference, entry } of uses) {
      const isAlone = uses.every((other) => other.entry !== entry || other.reference === reference);
      settings.set(reference, isAlone ? readSetting(reference, entry, context) : left("It is set or read elsewhere in this file too: decide which calls it is for, and give those a config"));
    }
  }
  settingsOfFiles.set(context, settings);
  return settings;
}

const left = (reason: string): SettingReading => ({ kind: "left", reason });

function readSetting(reference: Reference, entry: ModuleSettingEntry, context: PlanContext): SettingReading {
  const { facts } = context;
  const { statement, place, isDirect } = reference;
  if (!statement || !isDirect) return left("It is not set by a statement that does nothing else");
  // Where LiteLLM is imported under a condition, what stands beside the import is set wherever LiteLLM is there.
  const isForWhole = place === "module" && (statement.block === undefined || facts.imports.some(({ block, module }) => module.startsWith("litellm") && block?.start === statement.block?.start));
  if (!isForWhole) return left("It is set while the program runs, or under a condition: decide which calls it is for, and give those a config");
  const router = facts.references.find(({ path, role }) => path === "litellm.Router" && role !== "annotation");
  if (router) return left("A Router of this file takes it, too: give the Router the argument of that name");
  const carried = (setting: SettingBody): SettingReading => ({ kind: "carried", setting: { entry, reference, ...setting } });
  switch (entry.kind) {
    case "router":
      return carried({ kind: "router" });
    case "argument":
      return argumentSetting(reference, entry, carried);
    case "aliases":
      return aliasSetting(reference, carried);
    case "cache": {
      const cache = readCache(cacheArguments(reference, context), context);
      return cache.kind === "left" ? cache : carried({ kind: "cache", cache: cache.setting });
    }
    default:
      return entry.kind satisfies never;
  }
}

type SettingBody = ModuleSetting extends infer Setting ? (Setting extends ModuleSetting ? Omit<Setting, "entry" | "reference"> : never) : never;

type Carried = (setting: SettingBody) => SettingReading;

function argumentSetting({ value }: Reference, { argument }: ModuleSettingEntry, carried: Carried): SettingReading {
  const written = value?.kind === "name" ? value.initial : value;
  if (!written || argument === undefined) return left("What it is set to is not written here");
  const isWritten = written.kind === "number" || written.kind === "nothing" || written.kind === "list";
  return isWritten ? carried({ kind: "argument", argument, value: written }) : left(`It is decided at run time (${describeValue(written)}): write it into the config of the calls`);
}

function aliasSetting({ value }: Reference, carried: Carried): SettingReading {
  if (value?.kind !== "record") return left("The names are not written out here: name the models themselves at the calls");
  const aliases = new Map<string, string>();
  for (const { key, value: model } of value.entries) {
    if (key === undefined || model.kind !== "string") return left("A name, or its model, is decided at run time: name the models themselves at the calls");
    aliases.set(key, model.value);
  }
  return carried({ kind: "aliases", aliases });
}

/** What the cache is made with: `Cache(…)` or `enable_cache(…)`; `none` where it is switched off, undefined for anything else. */
function cacheArguments({ role, path, span, value }: Reference, { facts, catalog }: PlanContext): readonly Argument[] | "none" | undefined {
  if (role === "write") {
    if (value?.kind === "nothing") return "none";
    return value?.kind === "call" && value.path !== undefined && catalog.symbolOwner(value.path)?.name === "litellm.Cache" ? value.arguments : undefined;
  }
  const name = role === "call" ? catalog.symbolOwner(path)?.name : undefined;
  if (name === "litellm.disable_cache") return "none";
  return name === "litellm.enable_cache" ? facts.calls.find(({ callee }) => callee.span.start === span.start)?.arguments : undefined;
}
