// What modules give to each other, with exports written by hand; how they are gathered is a matter of the facts.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ModuleExports } from "../../server/src/engine/facts/exports.ts";
import { ModuleIndex } from "../../server/src/engine/workspace/module-index.ts";

const root = "file:///space/";
const packages = {
  exportsOf: (module: string) => (module === "litellm" ? ["completion", "Router"] : []),
  isFramework: (module: string) => module === "crewai",
  callsUnnamed: (module: string) => module === "crewai",
};

type Files = Readonly<Record<string, string | readonly [text: string, exports: Partial<ModuleExports>]>>;

const exportsWith = (given: Partial<ModuleExports>): ModuleExports => ({ paths: {}, constants: {}, bases: {}, own: {}, calling: {}, replaced: {}, stars: [], listed: undefined, places: {}, ...given });

/** An index over texts; exports name other modules by their file: `@app/llm.py.completion`. */
function indexOf(files: Files): ModuleIndex {
  const index = new ModuleIndex(packages);
  for (const [file, given] of Object.entries(files)) index.setText(root + file, typeof given === "string" ? given : given[0]);
  for (const [file, given] of Object.entries(files)) if (typeof given !== "string") index.setExports(root + file, exportsWith(given[1]));
  return index;
}

/** What an import means in a file: `litellm.completion by app/llm.py completion`. */
function meaning(index: ModuleIndex, file: string, written: string): string | undefined {
  const neighbors = index.neighborsOf(root + file);
  const path = neighbors?.pathOf(written);
  const resolution = path === undefined ? undefined : neighbors?.resolve(path);
  return resolution && [resolution.path ?? JSON.stringify(resolution.value), ...resolution.origins.map(({ uri, name }) => `${uri.slice(root.length)} ${name}`)].join(" by ");
}

const place = { line: 0, before: "" };

test("index: a re-export is what it re-exports, by name and through its module", () => {
  const index = indexOf({
    "app/__init__.py": "",
    "app/llm.py": ["from litellm import completion", { paths: { ".completion": "litellm.completion" }, places: { completion: place } }],
    "app/a.py": "from .llm import completion, other",
    "app/b.py": "from . import llm",
    "c.py": "import app.llm",
    "d.py": "from app import llm as m",
    "e.py": "from app.llm import other",
    "f.py": "from .llm import completion",
  });
  const origin = "litellm.completion by app/llm.py completion";
  assert.equal(meaning(index, "app/a.py", ".llm.completion"), origin);
  assert.equal(meaning(index, "app/a.py", ".llm.other"), undefined);
  assert.equal(index.neighborsOf(`${root}app/b.py`)?.resolve(`${index.neighborsOf(`${root}app/b.py`)?.pathOf("..llm")}.completion`)?.path, "litellm.completion");
  assert.equal(index.neighborsOf(`${root}c.py`)?.resolve(`${index.neighborsOf(`${root}c.py`)?.pathOf("app")}.llm.completion`)?.path, "litellm.completion");
  assert.equal(index.neighborsOf(`${root}d.py`)?.resolve(`${index.neighborsOf(`${root}d.py`)?.pathOf("app.llm")}.completion`)?.path, "litellm.completion");
  assert.equal(index.neighborsOf(`${root}e.py`), undefined);
  assert.equal(index.neighborsOf(`${root}f.py`), undefined);
  assert.deepEqual(index.neighborsOf(`${root}app/a.py`)?.words, [".llm"]);
  assert.deepEqual(index.neighborsOf(`${root}app/b.py`)?.words, ["llm"]);
});

test("index: chains, instances, functions, classes that build on others", () => {
  const index = indexOf({
    "base.py": ["", { paths: { ".Base().client": "litellm", ".Base().router": "litellm.Router()", ".make()": "litellm.Router()" }, places: { Base: place, make: place } }],
    "sub.py": ["from base import Base", { bases: { ".Sub()": ["@0.Base()"] }, places: { Sub: place } }],
    "shared.py": ["from sub import Sub", { bases: { ".llm": ["@1.Sub()"] }, places: { llm: place } }],
    "top.py": ["from shared import *", { stars: ["@2"] }],
    "use.py": "from top import llm\nfrom base import make",
  });
  const neighbors = index.neighborsOf(`${root}use.py`);
  const llm = neighbors?.pathOf("top.llm");
  assert.deepEqual(
    neighbors?.resolve(`${llm}.router.completion`)?.origins.map(({ uri, name }) => `${uri.slice(root.length)} ${name}`),
    ["shared.py llm", "sub.py Sub", "base.py Base"],
  );
  assert.equal(neighbors?.resolve(`${llm}.router.completion`)?.path, "litellm.Router().completion");
  assert.equal(neighbors?.resolve(`${llm}.client.acompletion`)?.path, "litellm.acompletion");
  assert.equal(neighbors?.resolve(`${llm}.other`), undefined);
  assert.equal(neighbors?.resolve(`${neighbors.pathOf("base.make")}()`)?.path, "litellm.Router()");
});

test("index: constants", () => {
  const index = indexOf({ "config.py": ["", { constants: { ".MODEL": "openai/gpt-4o" }, places: { MODEL: place } }], "use.py": "from config import MODEL" });
  assert.equal(meaning(index, "use.py", "config.MODEL"), '"openai/gpt-4o" by config.py MODEL');
  assert.equal(index.neighborsOf(`${root}use.py`)?.givesCode, false);
});

test("index: star imports take what is public or listed", () => {
  const index = indexOf({
    "all.py": ["from litellm import *", { stars: ["litellm"] }],
    "some.py": ["", { paths: { ".completion": "litellm.completion", ".Router": "litellm.Router", "._hidden": "litellm" }, listed: ["completion", "_hidden"] }],
    "plain.py": ["", { paths: { ".completion": "litellm.completion", "._hidden": "litellm" } }],
    "use.py": "from all import *\nfrom some import *\nfrom plain import *",
  });
  const neighbors = index.neighborsOf(`${root}use.py`);
  assert.deepEqual(neighbors?.namesOf("all"), ["completion", "Router"]);
  assert.deepEqual(neighbors?.namesOf("some"), ["completion", "_hidden"]);
  assert.deepEqual(neighbors?.namesOf("plain"), ["completion"]);
});

test("index: modules that lead round in a circle lead nowhere", () => {
  const index = indexOf({
    "a.py": ["from b import x", { paths: { ".x": "@1.x" } }],
    "b.py": ["from a import x", { paths: { ".x": "@0.x" }, stars: ["@0"] }],
    "use.py": "from a import x\nfrom b import *",
  });
  assert.equal(index.neighborsOf(`${root}use.py`), undefined);
});

test("index: the name of a module's own before the module inside the package", () => {
  const index = indexOf({
    "app/__init__.py": ["", { paths: { ".llm": "litellm" } }],
    "app/llm.py": ["", { paths: { ".litellm": "litellm" } }],
    "use.py": "from app import llm",
  });
  assert.equal(meaning(index, "use.py", "app.llm"), "litellm");
});

test("index: dotted names of patches", () => {
  const index = indexOf({ "app/llm.py": ["", { paths: { ".completion": "litellm.completion", ".litellm": "litellm" } }], "tests/test_llm.py": "" });
  const resolve = (dotted: string) => index.resolve(`${root}tests/test_llm.py`, dotted)?.end?.path;
  assert.deepEqual(["app.llm.completion", "app.llm.litellm.acompletion", "app.llm.other", "app", "other.llm.completion"].map(resolve), [
    "litellm.completion",
    "litellm.acompletion",
    undefined,
    undefined,
    undefined,
  ]);
});

test("index: files are stale once what they import has changed, and no others", () => {
  const index = indexOf({ "llm.py": "", "use.py": "from llm import completion", "alone.py": "import os" });
  const relative = () => index.stale().map((uri) => uri.slice(root.length));
  assert.deepEqual(relative(), []);
  index.setExports(`${root}llm.py`, exportsWith({ paths: { ".completion": "litellm.completion" } }));
  // The module itself too: it now knows that a name of its own is taken.
  assert.deepEqual(relative(), ["llm.py", "use.py"]);
  index.setExports(`${root}use.py`, undefined, index.versionOf(`${root}use.py`));
  assert.deepEqual(relative(), ["llm.py"]);
  index.setExports(`${root}llm.py`, exportsWith({ paths: { ".completion": "litellm.completion" } }), index.versionOf(`${root}llm.py`));
  assert.deepEqual(relative(), []);
  const before = index.neighborsOf(`${root}use.py`);
  index.setText(`${root}llm.py`, "# the same exports\n");
  index.setExports(`${root}llm.py`, exportsWith({ paths: { ".completion": "litellm.completion" } }));
  assert.equal(index.neighborsOf(`${root}use.py`), before);
  index.delete(`${root}llm.py`);
  assert.deepEqual(relative(), ["use.py"]);
});
