// The repository's own invariants: what a reviewer would have to look for otherwise. CONTRIBUTING.md says why.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path/posix";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { rules } from "../server/src/engine/rules/index.ts";
import { defaultSettings, parseSettings, strategies } from "../server/src/engine/settings.ts";
import { languageOf } from "../server/src/engine/source-file.ts";
import { generatedFiles, orphanedPages } from "../server/tools/generate-docs.ts";
import { exportedName, newRuleFiles } from "../server/tools/new-rule.ts";
import { fixtureFiles } from "./support/fixture-files.ts";
import { readFixture } from "./support/markdown-fixture.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The parts of package.json that tests look at. */
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes?: {
    readonly commands?: readonly { readonly command: string }[];
    readonly configuration?: ConfigurationGroup | readonly ConfigurationGroup[];
  };
}

interface ConfigurationGroup {
  readonly properties?: Readonly<Record<string, { readonly scope?: string }>>;
}

const leftOut = new Set(["node_modules", "dist", ".git", ".test-results", ".venv"]);

/** Folders of caches say so themselves: their own ignore file names everything in them. */
const isCache = (folder: string): boolean => /^\*$/m.test(existsSync(join(root, folder, ".gitignore")) ? readFileSync(join(root, folder, ".gitignore"), "utf8") : "");

/** Every file of the repository by its path, without what git ignores. */
function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (leftOut.has(entry.name) || entry.name.endsWith(".vsix")) return [];
    return entry.isDirectory() ? (isCache(path) ? [] : filesUnder(path)) : [path];
  });
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const manifest: Manifest = JSON.parse(read("package.json"));
const files = filesUnder("");
// The programs and the adapter's template are as those of users: of their modules and in their style.
const code = files.filter((path) => /^(server|client|test|grammars)\/.*\.(ts|mjs)$/.test(path) && !/^test\/programs\/typescript\/[\w-]*cases\/|\/typescript-adapter\.ts$/.test(path));
const text = files.filter((path) => /\.(ts|mjs|json|md|ya?ml|py|tsx|jsx|js|scm|sh)$|\/run$/.test(path) && !path.endsWith("package-lock.json"));

/** Asserts that nothing is complained of, and shows all of it otherwise. */
const none = (complaints: readonly string[]): void => assert.equal(complaints.join("\n"), "");

/** The lines of files that a test complains about, as `path:line: what stands there`. */
const linesWith = (paths: readonly string[], pattern: RegExp): string[] =>
  paths.flatMap((path) =>
    read(path)
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );

describe("layout", () => {
  test("the top level holds nothing unexpected", () => {
    const folders = ["client", "server", "grammars", "test", ".vscode", ".ci"];
    const rootFiles = [
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      "README.md",
      "LICENSE",
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "ARCHITECTURE.md",
      "SECURITY.md",
      "biome.json",
      "esbuild.mjs",
      ".vscodeignore",
      ".gitignore",
      ".editorconfig",
      ".npmrc",
    ];
    none(readdirSync(root).filter((name) => !leftOut.has(name) && !isCache(name) && !name.endsWith(".vsix") && ![...folders, ...rootFiles].includes(name)));
  });

  test("files are kebab-case and none is a drawer", () => {
    const drawers = /^(utils?|helpers?|common|misc|managers?|shared|stuff)$/;
    const wrong = code.filter((path) => {
      const parts = path.split("/").map((part) => part.replace(/(\.test|\.d)?\.(ts|mjs)$/, ""));
      return parts.some((part) => drawers.test(part) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(part));
    });
    none(wrong);
  });

  test("a file over 400 lines begins with its reason", () => {
    const long = code.filter((path) => read(path).split("\n").length > 400 && !/^(\/\/|\/\*\*)[^\n]*\blines\b/i.test(read(path)));
    none(long);
  });
});

describe("code", () => {
  test("every exported name has a doc comment that is a sentence", () => {
    const missing = code
      .filter((path) => /^(server\/src|server\/tools|client\/src|test\/support)\//.test(path))
      .flatMap((path) => {
        const lines = read(path).split("\n");
        return lines.flatMap((line, index) => {
          const [, name] = /^export (?:async )?(?:const|function\*?|class|interface|type) (\w+)(?!\w| = defineRule\()/.exec(line) ?? [];
          return name !== undefined && !/[.!?:)`]\s*\*\/$/.test(commentAbove(lines, index)) ? [`${path}:${index + 1}: ${name}`] : [];
        });
      });
    none(missing);
  });

  test("work put off names its issue", () => {
    none(
      linesWith(
        text.filter((path) => !path.startsWith("test/fixtures/")),
        new RegExp(`\\b(${["TO", "FIX"].map((start) => `${start}${start === "TO" ? "DO" : "ME"}`).join("|")})\\b(?!\\(#\\d+\\))`),
      ).filter((line) => !line.startsWith("CONTRIBUTING.md")),
    );
  });

  test("relative imports name a file", () => {
    none(linesWith(code, /\bfrom "\.{1,2}\/[^"]*(?<!\.(ts|mjs|json))";$/));
  });

  test("nothing is exported by default and no test is switched off", () => {
    none(
      linesWith(
        code.filter((path) => /^(server|client)\//.test(path) && path.endsWith(".ts")),
        /^export default\b/,
      ),
    );
    none(
      linesWith(
        code.filter((path) => path.startsWith("test/")),
        /\b(test|it|describe|suite)\.(skip|only|todo)\b|\{ (skip|only|todo):/,
      ),
    );
  });

  test("nothing speaks of the machine it was written on, and no file holds a key", () => {
    const places = ["/work/(main|shared)", "\\.\\./shared/", "/root/", "/Users/[a-z]"];
    const self = "test/repository.test.ts";
    none(
      linesWith(
        text.filter((path) => path !== self),
        new RegExp(places.join("|")),
      ),
    );
    none(linesWith(text, /\b(sk-[A-Za-z0-9]{32,}|AKIA[0-9A-Z]{16}|pk-[A-Za-z0-9]{32,})\b/));
  });
});

/** The last line of the doc comment that ends right above a line; empty where there is none. */
function commentAbove(lines: readonly string[], index: number): string {
  const above = lines[index - 1]?.trim() ?? "";
  if (!above.endsWith("*/")) return "";
  return above === "*/" ? `${lines[index - 2]?.trim() ?? ""} */` : above;
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

/** Every relative import of the product's code. */
const imports: readonly Import[] = code
  .filter((path) => /^(server|client)\/src\//.test(path))
  .flatMap((from) =>
    [...read(from).matchAll(/^(import|export) (type )?[^"]*?from "(\.[^"]+)"/gm)].map(({ 2: type, 3: to = "" }) => ({ from, to: normalize(join(dirname(from), to)), isType: type !== undefined })),
  );

describe("borders", () => {
  const order = ["text", "notebook", "syntax", "facts", "catalog", "adapter", "rewrite", "rules", "sketch", "engine", "workspace", "report"];
  const engine = "server/src/engine/";
  /** How far right a file stands in the order; settings and source files are vocabulary that all may use. */
  const rank = (path: string): number => {
    const [first = ""] = path.slice(engine.length).split("/");
    if (/^(settings|source-file)\.ts$/.test(first)) return -1;
    return first.endsWith(".ts") ? order.indexOf("engine") : order.indexOf(first);
  };

  test("every folder of the engine has a place in the order", () => {
    const folders = readdirSync(join(root, engine), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    none(folders.map(({ name }) => name).filter((name) => !order.includes(name)));
  });

  test("a folder of the engine runs code only of folders before it", () => {
    const wrong = imports.filter(({ from, to, isType }) => !isType && from.startsWith(engine) && to.startsWith(engine) && rank(from) < rank(to));
    none(wrong.map(({ from, to }) => `${from} → ${to}`));
  });

  test("the engine knows no shell, the shells know each other only downwards, the client knows the protocol and the gateway library", () => {
    const shells: Readonly<Record<string, readonly string[]>> = {
      engine: ["engine"],
      host: ["engine", "host"],
      lsp: ["engine", "host", "lsp"],
      gateway: ["engine", "gateway"],
      cli: ["engine", "host", "gateway", "cli"],
      node: ["engine", "host", "lsp", "cli", "node"],
      browser: ["engine", "host", "lsp", "browser"],
    };
    const wrong = imports.filter(({ from, to }) => {
      if (from.startsWith("client/")) return !to.startsWith("client/") && to !== "server/src/lsp/protocol.ts" && !to.startsWith("server/src/gateway/") && to !== "package.json";
      return !(shells[from.split("/")[2] ?? ""] ?? []).includes(to.split("/")[2] ?? "") && to !== "package.json";
    });
    none(wrong.map(({ from, to }) => `${from} → ${to}`));
  });

  test("only the gateway library can reach a network", () => {
    const network = /\b(from|import\(|require\()\s*"(node:)?(https?|http2|net|tls|dgram|dns|dns\/promises|undici)"|\b(fetch|WebSocket|XMLHttpRequest|EventSource)\(/;
    const product = code.filter((path) => /^(server|client)\/src\//.test(path) && !path.startsWith("server/src/gateway/"));
    none(linesWith(product, network).filter((line) => !/:\d+: (\/\/|\/?\*)/.test(line)));
  });

  test("the language server's program leads to no file that can reach a network", () => {
    const reached = new Set(["server/src/node/main.ts"]);
    for (const path of reached) for (const { from, to } of imports) if (from === path) reached.add(to);
    assert.ok(reached.has("server/src/lsp/server.ts"), "the program does not lead to the language server");
    none([...reached].filter((path) => path.startsWith("server/src/gateway/")));
  });

  test("only syntax/ and facts/ see tree nodes", () => {
    none(code.filter((path) => path.startsWith("server/src/") && /"web-tree-sitter"/.test(read(path)) && !/engine\/(syntax|facts)\//.test(path)));
  });
});

describe("rules", () => {
  const fixtures = new Map(fixtureFiles().map(({ fixture }) => [fixture.rule, fixture]));

  test("ids are kebab-case, in families, each once", () => {
    const ids = rules.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  test("no fixture and no rule file stands alone", () => {
    const ids = rules.map(({ id }) => id);
    assert.deepEqual([...fixtures.keys()].sort(), [...ids].sort());
    const named = files.filter((path) => /^server\/src\/engine\/rules\/[a-z]+\/[a-z0-9-]+\.ts$/.test(path)).filter((path) => /\bdefineRule\(/.test(read(path)));
    assert.deepEqual(named.map((path) => basename(path, ".ts")).sort(), [...ids].sort());
  });

  for (const rule of rules) {
    test(`${rule.id} has its file, its export and its fixture`, () => {
      const path = files.find((each) => each.startsWith("server/src/engine/rules/") && basename(each) === `${rule.id}.ts`);
      assert.ok(path, "no file is named after it");
      assert.match(read(path), new RegExp(`export const ${exportedName(rule.id)}\\b`));
      const fixture = fixtures.get(rule.id);
      assert.ok(fixture, "it has no fixture");
      const snippets = fixture.cases.flatMap((each) => each.snippets);
      assert.ok(
        snippets.some(({ kind }) => kind === "valid"),
        "no case shows what is left alone",
      );
      assert.ok(
        fixture.cases.some(({ name }) => /already migrated/i.test(name)),
        'no case is named "already migrated"',
      );
      assert.ok(
        fixture.cases.some(({ isExample, snippets: own }) => isExample && own.some(({ kind }) => kind !== "valid")),
        "its page would have no example",
      );
      for (const language of rule.languages)
        assert.ok(
          snippets.some((snippet) => snippet.kind !== "valid" && languageOf(snippet.language === "py" ? "python" : "tsx") === language),
          `no finding in ${language}`,
        );
    });

    test(`${rule.id} says what it flags and why`, () => {
      assert.match(rule.title, /^[A-Z].*[^.!]$/);
      assert.match(rule.why, /^[A-Z`].*\.$/s);
      assert.ok(rule.minutesByHand > 0);
    });
  }

  test("a rule reads facts, not text", () => {
    const files = code.filter((path) => /^server\/src\/engine\/rules\/[a-z]+\//.test(path));
    none(linesWith(files, /\btext\.(match|matchAll|search|replace|split|indexOf)\(|\.(exec|test)\(text\b/));
  });
});

describe("generated files", () => {
  test("are what `npm run generate` writes", async () => {
    for (const [path, expected] of await generatedFiles()) assert.equal(existsSync(join(root, path)) ? read(path) : "(not there)", expected, `${path} is stale: run npm run generate`);
    none(await orphanedPages());
  });

  test("a new rule starts with a fixture that can be read", () => {
    const index =
      'import { a } from "./azure/azure-a.ts";\nimport { z } from "./openai/openai-z.ts";\nimport type { Rule } from "./rule.ts";\n\nexport const rules: readonly Rule[] = [\n  a,\n  z,\n];\n';
    const made = newRuleFiles("litellm-moderation", index);
    none(readFixture("litellm-moderation", made.get("test/fixtures/rules/litellm-moderation.md") ?? "").problems);
    assert.match(made.get("server/src/engine/rules/litellm/litellm-moderation.ts") ?? "", /export const liteLlmModeration = defineRule\(\{\n {2}id: "litellm-moderation",/);
    assert.equal(
      made.get("server/src/engine/rules/index.ts"),
      'import { a } from "./azure/azure-a.ts";\nimport { liteLlmModeration } from "./litellm/litellm-moderation.ts";\nimport { z } from "./openai/openai-z.ts";\nimport type { Rule } from "./rule.ts";\n\nexport const rules: readonly Rule[] = [\n  a,\n  z,\n  liteLlmModeration,\n];\n',
    );
    for (const id of ["Moderation", "litellm", "litellm_moderation", "../litellm-a", ""]) assert.throws(() => newRuleFiles(id, index), /is no rule id/);
    assert.throws(() => newRuleFiles("openai-z", index), /already lists/);
  });
});

describe("manifest", () => {
  test("every dependency is pinned", () => {
    for (const [name, version] of Object.entries({ ...manifest.devDependencies, ...manifest.dependencies })) assert.match(version, /^\d+\.\d+\.\d+$/, name);
  });

  test("the commands are those of the client's table", () => {
    const table = /const table[^=]*= \{(.*?)\n\};/s.exec(read("client/src/commands/index.ts"))?.[1] ?? "";
    const constants = new Map(code.flatMap((path) => [...read(path).matchAll(/const (\w+) = "(portkeyMigrate\.\w+)"/g)].map(([, name = "", id = ""]): [string, string] => [name, id])));
    const ids = [...table.matchAll(/^ {2}(?:"(.+)"|\[(\w+)\]):/gm)].map(([, id, constant = ""]) => id ?? constants.get(constant) ?? constant);
    assert.deepEqual((manifest.contributes?.commands ?? []).map(({ command }) => command).sort(), ids.sort());
  });

  test("the schema of portkey-migrate.json and the engine agree on what a setting may be", () => {
    const validate = new Ajv({ allowUnionTypes: true, strictSchema: false }).compile(JSON.parse(read("server/docs/portkey-migrate.schema.json")));
    const good: readonly unknown[] = [
      {},
      { $schema: "https://example.com/portkey-migrate.schema.json" },
      {
        enable: false,
        strategy: "portkey-sdk",
        providerSlugs: { openai: "openai-prod", azure: "@azure_1.x" },
        modelMap: { fast: "@groq-prod/x" },
        adapterPath: "./app/portkey_adapter.py",
        exclude: ["tests/**"],
        maxFileSizeKB: 0.5,
        codeLens: { test: false },
      },
      { rules: { select: rules.map(({ id }) => id), ignore: [], ignoreByPath: { "tests/**": ["litellm-*"] } }, include: ["src"], severity: { "litellm-import": "off", "litellm-completion": "hint" } },
      { "rules.select": ["litellm-import"], "rules.ignore": ["litellm-completion"], strategy: null },
    ];
    const bad: readonly unknown[] = [
      [],
      { enabled: true },
      { enable: "yes" },
      { codeLens: { test: 1 } },
      { strategy: "sdk" },
      { providerSlugs: { openai: "" } },
      { providerSlugs: { openai: "-x" } },
      { providerSlugs: { openai: "a/b" } },
      { providerSlugs: [] },
      { modelMap: { fast: "" } },
      { modelMap: { fast: 1 } },
      { adapterPath: "/app/portkey_adapter.py" },
      { adapterPath: "app/../../portkey_adapter.py" },
      { adapterPath: "app/portkey_adapter.txt" },
      { rules: { select: "litellm-import" } },
      { severity: { "litellm-import": "loud" } },
      { exclude: [""] },
      { exclude: "tests" },
      { include: [""] },
      { rules: { ignoreByPath: { tests: "litellm-import" } } },
      { maxFileSizeKB: 0 },
      { maxFileSizeKB: "1" },
      { "gateway.url": "https://example.com" },
      { "trace.server": "off" },
    ];
    const chosen: readonly unknown[] = strategies.map((strategy) => ({ strategy }));
    for (const value of [...good, ...chosen])
      assert.deepEqual([validate(value), parseSettings(value, "portkey-migrate.json").problems], [true, []], `${JSON.stringify(value)}: ${JSON.stringify(validate.errors)}`);
    for (const value of bad) assert.deepEqual([validate(value), parseSettings(value, "portkey-migrate.json").problems.length], [false, 1], JSON.stringify(value));
    assert.equal(validate({ rules: { ignore: ["litellm-imports"] } }), false, "a rule that there is not");
    assert.equal(validate({ rules: { ignoreByPath: { tests: ["lite*"] } } }), false, "a family that there is not");
  });

  test("the folder settings are those the engine knows", () => {
    const groups = [manifest.contributes?.configuration ?? []].flat();
    const contributed = groups.flatMap(({ properties }) => Object.entries(properties ?? {})).filter(([, { scope }]) => scope === "resource" || scope === "language-overridable");
    const known = Object.keys(defaultSettings).map((key) => (/^(select|ignore)/.test(key) ? `rules.${key}` : key === "testLens" ? "codeLens.test" : key));
    assert.deepEqual(contributed.map(([key]) => key).sort(), known.map((key) => `portkeyMigrate.${key}`).sort());
  });
});
