import assert from "node:assert/strict";
import { test } from "node:test";
import { TypeScriptProjects } from "../../server/src/engine/workspace/typescript-projects.ts";

/** Layers of projects, each of which refers to all of the next layer, and the last to the first: 3^10 ways through. */
function layered(): TypeScriptProjects {
  const layers = 10;
  const each = [0, 1, 2];
  const projects = new TypeScriptProjects();
  for (let layer = 0; layer < layers; layer++) {
    const references = each.map((index) => ({ path: `../p${(layer + 1) % layers}-${index}` }));
    for (const index of each) {
      const compilerOptions = { paths: { [`@${layer}${index}/*`]: ["./src/*"] } };
      projects.set(`file:///w/p${layer}-${index}/tsconfig.json`, JSON.stringify({ compilerOptions, references }));
    }
  }
  return projects;
}

test("projects that refer to each other are each asked once", () => {
  const asked: string[] = [];
  const projects = new TypeScriptProjects();
  for (const name of ["a", "b", "c"]) {
    const references = ["a", "b", "c"].filter((other) => other !== name).map((other) => ({ path: `../${other}` }));
    projects.set(`file:///w/${name}/tsconfig.json`, JSON.stringify({ compilerOptions: { baseUrl: "." }, references }));
  }
  const found = projects.resolve("file:///w/a/x.ts", "nowhere", (path) => {
    asked.push(path);
    return undefined;
  });
  assert.equal(found, undefined);
  assert.deepEqual([...new Set(asked)].sort(), ["file:///w/a/nowhere", "file:///w/b/nowhere", "file:///w/c/nowhere"]);
  assert.equal(asked.length, 6, "a target, and the source that it may be built from, of each project");
});

test("a name of a project that is many references away is found", () => {
  const resolved = layered().resolve("file:///w/p0-0/src/use.ts", "@92/llm", (path) => (path === "file:///w/p9-2/src/llm" ? `${path}.ts` : undefined));
  assert.equal(resolved, "file:///w/p9-2/src/llm.ts");
});

test("a circle of settings that extend each other ends", () => {
  const projects = new TypeScriptProjects();
  projects.set("file:///w/tsconfig.json", '{ "extends": "./tsconfig.base.json" }');
  projects.set("file:///w/tsconfig.base.json", '{ "extends": "./tsconfig.json", "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }');
  assert.equal(
    projects.resolve("file:///w/use.ts", "@/llm", (path) => `${path}.ts`),
    "file:///w/src/llm.ts",
  );
});
