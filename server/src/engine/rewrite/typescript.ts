import { hostedGateway } from "../catalog/gateway.ts";
import type { Layout } from "../text/layout.ts";
import type { ClientSpec, Printer } from "./printer.ts";
import { quoted } from "./quoted.ts";

const end = ({ semicolons }: Layout): string => (semicolons ? ";" : "");

/**
 * The key as an expression that is never undefined: the OpenAI client takes an undefined key for
 * permission to use `OPENAI_API_KEY`, and the provider's key would go to the gateway; an empty one it refuses (openai 6.49.0, client.js).
 */
export const gatewayKey = (layout: Layout): string => `process.env.PORTKEY_API_KEY ?? ${quoted("", layout)}`;

/** The key as a program reads it that takes other variables from somewhere else than `process.env`, as a part of it, `beside`, is written. */
export function gatewayKeyBeside(beside: string, layout: Layout): string {
  const vite = /import\.meta\.env\.(VITE_|PUBLIC_)?/.exec(beside);
  if (vite) return `import.meta.env.${vite[1] ?? ""}PORTKEY_API_KEY ?? ${quoted("", layout)}`;
  const inlined = /process\.env\.((?:NEXT_PUBLIC|NUXT_PUBLIC|REACT_APP|EXPO_PUBLIC|GATSBY|VUE_APP)_)/.exec(beside);
  if (inlined) return `process.env.${inlined[1] ?? ""}PORTKEY_API_KEY ?? ${quoted("", layout)}`;
  if (/\bDeno\.env\.get\(/.test(beside)) return `Deno.env.get(${quoted("PORTKEY_API_KEY", layout)}) ?? ${quoted("", layout)}`;
  if (/\bBun\.env\b/.test(beside)) return `Bun.env.PORTKEY_API_KEY ?? ${quoted("", layout)}`;
  return gatewayKey(layout);
}

/** Portkey's own client gets the address too: without a key it would talk to localhost without a word (npm portkey-ai 3.1.0, utils.js). */
const construction = ({ className }: ClientSpec, layout: Layout, options: readonly string[] = []): string =>
  `new ${className}({ ${[`baseURL: ${quoted(hostedGateway, layout)}`, `apiKey: ${gatewayKey(layout)}`, ...options].join(", ")} })`;

/** TypeScript by its name; a text without one is taken for JavaScript, which every file may hold. */
export const isTypedFile = (uri: string): boolean => /\.(?:ts|tsx|mts|cts)$/i.test(uri);

/** Writes what TypeScript and JavaScript files get. */
export const typescriptPrinter: Printer = {
  string: quoted,
  construction,
  client(spec, layout, type) {
    const { style, name, cacheName } = spec;
    if (style === "constant") return `const ${name} = ${construction(spec, layout)}${end(layout)}`;
    return [
      `let ${cacheName}${type === undefined ? "" : `: ${type} | undefined`}${end(layout)}`,
      `function ${name}()${type === undefined ? "" : `: ${type}`} {`,
      `${layout.indent}return (${cacheName} ??= ${construction(spec, layout)})${end(layout)}`,
      "}",
    ].join("\n");
  },
  clientUse: ({ style, name }) => (style === "constant" ? name : `${name}()`),
  importNames(module, names, layout, asRequire) {
    const from = quoted(module, layout);
    if (asRequire) {
      // What `require` gives is OpenAI's class itself, but its declarations know a module with that class.
      const taken = names.map((name) => (module !== "openai" ? name.replace(" as ", ": ") : name === "OpenAI" ? name : `OpenAI: ${name}`));
      return `const { ${taken.join(", ")} } = require(${from})${end(layout)}`;
    }
    // The class is the default export of `openai`.
    return `import ${module === "openai" ? names.join(", ") : `{ ${names.join(", ")} }`} from ${from}${end(layout)}`;
  },
  // A default import takes any name.
  importedName: ({ module, className }, local) => (local === className || module === "openai" ? local : `${className} as ${local}`),
  importModule: (module, layout) => `import ${quoted(module, layout)}${end(layout)}`,
  modulesOf: () => [],
  blankLines: () => 1,
  emptyStatement: "",
};
