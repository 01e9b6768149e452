import { isElsewhere } from "../facts/neighbors.ts";
import { isOfRouter } from "./adapter-imports.ts";
import type { PlanContext } from "./call-plan.ts";

/** A module that a file imports which makes a Router or names its class: what the one gives the other has to be the same. */
export interface RouterElsewhere {
  /** As the file imports it. */
  readonly module: string;
  /** The file whose Router goes to the adapter with its fixes; undefined where it stays LiteLLM's. */
  readonly movesIn: string | undefined;
}

/** The module of the project by which it is decided whose a file's Router has to be: first one that keeps LiteLLM's. */
export function routerElsewhere({ uri, facts, catalog, workspace }: PlanContext): RouterElsewhere | undefined {
  const neighbors = workspace.modules?.neighborsOf(uri);
  if (!neighbors) return undefined;
  const isRouter = (path: string): boolean => catalog.symbolOwner(path)?.name === "litellm.Router" || isOfRouter(`${path}.`, catalog);
  const found = [...facts.anchors.imports, ...facts.anchors.guardedImports].flatMap(({ module, name }) => {
    const names = [`${module}.Router`, ...(name === undefined ? [] : [`${module}.${name}`])];
    return names.flatMap((written) => {
      const start = neighbors.pathOf(written);
      if (start === undefined || !isElsewhere(start)) return [];
      const value = neighbors.resolve(start);
      // A class of the project's own that builds on the Router moves with its file.
      if (value?.builtOn !== undefined && isRouter(value.builtOn)) return [{ module, movesIn: value.origins.at(-1)?.uri }];
      const end = [value, neighbors.resolve(`${start}()`)].find((each) => each?.path !== undefined && isRouter(each.path));
      return end ? [{ module, movesIn: end.movesIn }] : [];
    });
  });
  return found.find(({ movesIn }) => movesIn === undefined) ?? found[0];
}
