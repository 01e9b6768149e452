import type { Language } from "../source-file.ts";
import type { ConfigPart, ConfigPartEntry, ForeignOptionEntry, IgnoredOptionEntry, MetadataEntry, OwnTransportEntry, PortkeyClientEntry, PortkeyHeaderEntry, PortkeyRequestEntry } from "./entries.ts";
import portkeyData from "./portkey.json" with { type: "json" };

/** What is known about Portkey's SDK for Python and for TypeScript. */
export interface PortkeySdk {
  /** What a path has to do with a client; undefined for other paths. */
  use(path: string): PortkeyClientUse | undefined;
  /** What a client is told by name. */
  readonly options: Readonly<Record<Language, readonly string[]>>;
  /** Whether an option, as its language spells it, becomes a header that the gateway knows. */
  isOption(name: string, language: Language): boolean;
  /** What an option of other clients is in Portkey, as a sentence. */
  foreignOption(name: string): string | undefined;
  /** The arguments of a method that do not become a part of the body; undefined for a method that refuses or drops what it does not know. */
  takenBy(method: string): readonly string[] | undefined;
  /** Whether a method of the SDK for TypeScript does not heed an option of a request. */
  ignores(method: string, option: string): boolean;
  /** Whether a method of the Python SDK raises the exceptions of its copy of the OpenAI SDK. */
  raisesOpenAiErrors(method: string): boolean;
  /** How many characters a value of metadata may have. */
  readonly longestMetadata: number;
  configPart(part: ConfigPart): ConfigPartEntry;
}

/** A part of a path that leads to a client of the SDK or onwards from it. */
export type PortkeyClientUse =
  /** The client is made: `portkey_ai.Portkey`. */
  | { readonly kind: "client" }
  /** A client with other options is made of one: `….with_options`. */
  | { readonly kind: "copy" }
  /** Headers are made for other clients: `portkey_ai.createHeaders`. */
  | { readonly kind: "headers" }
  /** `chat.completions.create` */
  | { readonly kind: "method"; readonly method: string };

// The border where JSON becomes typed: test/engine/catalog.test.ts checks the file against schema.json.
const clients = portkeyData.clients as readonly PortkeyClientEntry[];
const headers = portkeyData.headers as readonly PortkeyHeaderEntry[];
const foreign = portkeyData.foreign as readonly ForeignOptionEntry[];
const requests = portkeyData.requests as readonly PortkeyRequestEntry[];
const config = portkeyData.config as readonly ConfigPartEntry[];

/** The header that an SDK makes of an option, without its prefix (createHeaders of portkey-ai 2.3.1 and npm portkey-ai 3.1.0); no header minds its case. */
const headerOf = (option: string, language: Language): string =>
  (language === "python" ? option.replaceAll("_", "-") : option.replace("ID", "Id").replace(/[A-Z]/g, (letter) => `-${letter}`)).toLowerCase();

const optionsOf = (language: Language): readonly string[] => clients.filter((client) => client.language === language).flatMap(({ options }) => options);
const headersOf = (language: Language): ReadonlySet<string> => new Set(["authorization", ...optionsOf(language).map((option) => headerOf(option, language)), ...headers.flatMap(({ names }) => names)]);
const known: Readonly<Record<Language, ReadonlySet<string>>> = { python: headersOf("python"), typescript: headersOf("typescript") };
const foreignNotes = new Map(foreign.flatMap(({ names, note }) => names.map((name) => [name, note])));
const takenByMethod = new Map(requests.flatMap(({ methods, takes }) => methods.map((method) => [method, takes])));
const ignored = portkeyData.ignored as readonly IgnoredOptionEntry[];
const ownTransport = new Set((portkeyData.ownTransport as readonly OwnTransportEntry[]).flatMap(({ members }) => members));
const { longest } = portkeyData.metadata as MetadataEntry;
const partsByName = new Map(config.map((entry) => [entry.of, entry]));

/** What the data says about the SDK. */
export const portkeySdk: PortkeySdk = {
  use(path) {
    for (const { paths, copies } of clients) {
      const made = paths.find((each) => path === each || path.startsWith(`${each}()`));
      if (made === undefined) continue;
      if (path === made) return { kind: "client" };
      let rest = path.slice(made.length + 2);
      for (let copy = copies.find((name) => rest.startsWith(`.${name}()`)); copy !== undefined; copy = copies.find((name) => rest.startsWith(`.${name}()`))) rest = rest.slice(copy.length + 3);
      if (copies.some((name) => rest === `.${name}`)) return { kind: "copy" };
      return /^(?:\.\w+)+$/.test(rest) ? { kind: "method", method: rest.slice(1) } : undefined;
    }
    return headerMakers.has(path) ? { kind: "headers" } : undefined;
  },
  options: { python: optionsOf("python"), typescript: optionsOf("typescript") },
  isOption: (name, language) => known[language].has(headerOf(name, language)),
  foreignOption: (name) => foreignNotes.get(name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
  takenBy: (method) => takenByMethod.get(method),
  ignores: (method, option) => ignored.some(({ methods, options }) => methods.includes(method) && options.includes(option)),
  raisesOpenAiErrors: (method) => !ownTransport.has(method.slice(0, `${method}.`.indexOf("."))),
  longestMetadata: longest,
  configPart(part) {
    const entry = partsByName.get(part);
    if (!entry) throw new RangeError(`the catalog does not know \`${part}\` of a config`);
    return entry;
  },
};

/** The function that makes headers for other clients. */
const headerMakers: ReadonlySet<string> = new Set(["portkey_ai.createHeaders", "portkey-ai.createHeaders"]);
