import { hostedGateway } from "../catalog/gateway.ts";
import type { Layout } from "../text/layout.ts";
import type { ClientSpec, Printer } from "./printer.ts";
import { quoted } from "./quoted.ts";

const construction = ({ module, className }: ClientSpec, layout: Layout, options: readonly string[] = []): string => {
  const key = `os.environ[${quoted("PORTKEY_API_KEY", layout)}]`;
  // The hosted gateway, written as a literal: the only address for which the plain form is right.
  return `${className}(${[...(module === "openai" ? [`base_url=${quoted(hostedGateway, layout)}`] : []), `api_key=${key}`, ...options].join(", ")})`;
};

/** The width at which Python's formatters break a line. */
const lineWidth = 88;

/** Without a key the SDK would talk to localhost without a word: `os.environ[…]` makes a missing key loud. */
export const pythonPrinter: Printer = {
  string: quoted,
  client: (spec, layout) =>
    spec.style === "constant" ? `${spec.name} = ${construction(spec, layout)}` : `@functools.cache\ndef ${spec.name}() -> ${spec.className}:\n${layout.indent}return ${construction(spec, layout)}`,
  construction,
  clientUse: ({ style, name }) => (style === "constant" ? name : `${name}()`),
  importNames(module, names, { indent }) {
    const line = `from ${module} import ${names.join(", ")}`;
    return line.length <= lineWidth ? line : `from ${module} import (\n${names.map((name) => `${indent}${name},\n`).join("")})`;
  },
  importedName: ({ className }, local) => (local === className ? className : `${className} as ${local}`),
  importModule: (module) => `import ${module}`,
  modulesOf: ({ style }) => (style === "constant" ? ["os"] : ["functools", "os"]),
  blankLines: (style) => (style === "constant" ? 1 : 2),
  emptyStatement: "pass",
};
