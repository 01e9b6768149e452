import type { ModuleExports } from "../facts/exports.ts";
import { type CallingClassElsewhere, isElsewhere, type Origin, type Resolution } from "../facts/neighbors.ts";
import { packageFolder } from "./module-files.ts";

/** The modules that paths lead through, each by its number. */
export interface NumberedModules {
  ids(): readonly number[];
  uriOf(id: number): string;
  exportsOf(id: number): ModuleExports | undefined;
  /** The module of a name inside a package. */
  childOf(id: number, name: string): number | undefined;
}

/** What is asked about packages. */
export interface PackageNames {
  /** What `from module import *` binds, as far as it is known. */
  exportsOf(module: string): readonly string[];
}

/** What a module's exports come to, whatever they are called. */
interface Gifts {
  /** The modules that they lead to. */
  readonly targets: readonly number[];
  /** Whether one is of a package, or a class whose methods call a model. */
  readonly isCode: boolean;
}

/** Steps and depths that no real program needs; they end chains that lead round in circles. */
const maxSteps = 64;

/** Follows paths such as `@3.Client().router` from module to module to the package that they end in; answers hold until a module changes. */
export class ModulePaths {
  readonly #modules: NumberedModules;
  readonly #packages: PackageNames;
  #leading = new Map<string, boolean>();
  /** The modules with exports, and those that stand somewhere in each folder. */
  readonly #giving = new Set<number>();
  #below: ReadonlyMap<string, readonly number[]> | undefined;
  readonly #gifts = new Map<number, Gifts>();

  constructor(modules: NumberedModules, packages: PackageNames) {
    this.#modules = modules;
    this.#packages = packages;
  }

  /** There are other modules, or what one of them gives has changed. */
  forget(changed?: number): void {
    if (this.#leading.size > 0) this.#leading.clear();
    if (changed === undefined) return;
    this.#gifts.delete(changed);
    const isGiving = this.#modules.exportsOf(changed) !== undefined;
    if (isGiving !== this.#giving.has(changed)) this.#below = undefined;
    if (isGiving) this.#giving.add(changed);
    else this.#giving.delete(changed);
  }

  /** The names of a module that stand for something of a package, or for the name of a model, as they are. */
  givenNames(id: number): string[] {
    const exports = this.#modules.exportsOf(id);
    return exports
      ? [...Object.keys(exports.paths), ...Object.keys(exports.constants), ...Object.keys(exports.addresses ?? {})].filter((way) => partsOfWay(way).length === 1).map((way) => way.slice(1))
      : [];
  }

  /** Where a path ends, by way of which declarations. */
  resolve(start: string): Resolution | undefined {
    const origins: Origin[] = [];
    const seen = new Set<string>();
    let path = start;
    let last = start;
    while (isElsewhere(path)) {
      last = path;
      if (seen.has(path) || seen.size > maxSteps) return undefined;
      seen.add(path);
      const origin = this.#originOf(path);
      if (origin) origins.push(origin);
      const { id, way } = partsOf(path);
      const value = this.#modules.exportsOf(id)?.constants[way];
      if (value !== undefined) return { path: undefined, value, calling: undefined, origins };
      const address = this.#modules.exportsOf(id)?.addresses?.[way];
      if (address !== undefined) return { path: undefined, value: undefined, address, calling: undefined, origins };
      const calling = this.#callingClass(path, new Set());
      const builtOn = this.#baseOf(path, new Set());
      if (calling ?? builtOn) return { path: undefined, value: undefined, calling, ...(builtOn !== undefined && { builtOn }), origins };
      const next = this.#step(path, new Set());
      if (next === undefined) return undefined;
      path = next;
    }
    const movesIn = this.#movesIn(last, path);
    return { path, value: undefined, calling: undefined, origins, ...(movesIn !== undefined && { movesIn }) };
  }

  /** The file of the last module on a way, where that can take from the adapter what it takes from the package. */
  #movesIn(last: string, end: string): string | undefined {
    if (!isElsewhere(last)) return undefined;
    const { id, way } = partsOf(last);
    const exports = this.#modules.exportsOf(id);
    // Of an object that the module has made, and of a class, what is asked of it moves with it.
    const isMoved = partsOfWay(way).some((part) => {
      const known = exports?.paths[part];
      return known !== undefined && (part === way || /\(\)$|\.[A-Z]\w*$/.test(known)) && known + way.slice(part.length) === end && exports?.movable?.includes(known) === true;
    });
    return isMoved ? this.#modules.uriOf(id) : undefined;
  }

  /** What makes the class that a path is declared as one whose methods call a model: itself, or what it builds on. */
  #callingClass(path: string, tried: Set<string>): CallingClassElsewhere | undefined {
    if (tried.has(path) || tried.size > maxSteps) return undefined;
    tried.add(path);
    const { id, way } = partsOf(path);
    const exports = this.#modules.exportsOf(id);
    const own = exports?.calling[way];
    if (own) return { request: own.request, at: { uri: this.#modules.uriOf(id), name: own.request, ...own.place }, methods: own.methods };
    for (const instance of exports?.bases[`${way}()`] ?? []) {
      const base = instance.replace(/\(\)$/, "");
      const next = isElsewhere(base) ? this.#callingBase(base, tried) : undefined;
      const isReplaced = next && next.methods.length > 0 && next.methods.every((method) => exports?.replaced[way]?.includes(method));
      if (next && !isReplaced) return next;
    }
    return undefined;
  }

  /** The class of a package that the class builds on which a path is declared as, be it by way of other modules. */
  #baseOf(path: string, tried: Set<string>): string | undefined {
    if (tried.has(path) || tried.size > maxSteps) return undefined;
    tried.add(path);
    const { id, way } = partsOf(path);
    for (const instance of this.#modules.exportsOf(id)?.bases[`${way}()`] ?? []) {
      let base: string | undefined = instance.replace(/\(\)$/, "");
      for (let steps = 0; base !== undefined && isElsewhere(base) && steps < maxSteps; steps++) {
        const inner = this.#baseOf(base, tried);
        if (inner !== undefined) return inner;
        base = this.#step(base, new Set());
      }
      if (base !== undefined && !isElsewhere(base)) return base;
    }
    return undefined;
  }

  /** The same for a path that may lead to the class by way of other modules. */
  #callingBase(path: string, tried: Set<string>): CallingClassElsewhere | undefined {
    const known = this.#callingClass(path, tried);
    if (known) return known;
    const next = this.#step(path, new Set());
    return next !== undefined && isElsewhere(next) && !tried.has(next) ? this.#callingBase(next, tried) : undefined;
  }

  /** One step of a path towards its end: what the module that it starts in says of the longest part that it knows. */
  #step(path: string, tried: Set<string>): string | undefined {
    if (tried.has(path) || tried.size > maxSteps) return undefined;
    tried.add(path);
    const { id, way } = partsOf(path);
    const exports = this.#modules.exportsOf(id);
    if (exports) {
      for (const part of partsOfWay(way)) {
        const known = exports.paths[part];
        const rest = way.slice(part.length);
        if (known !== undefined) return exports.own[part]?.includes(firstName(rest) ?? "") ? undefined : known + rest;
        for (const base of exports.bases[part] ?? []) {
          const inherited = base + way.slice(part.length);
          if (way.length > part.length && (!isElsewhere(inherited) || this.#step(inherited, tried) !== undefined)) return inherited;
        }
      }
    }
    const name = firstName(way);
    if (name === undefined) return undefined;
    for (const star of exports?.stars ?? []) {
      const whole = `${star}${way}`;
      if (isElsewhere(star) ? this.#isPublic(idOf(star), name) && (this.#isEnd(whole) || this.#step(whole, tried) !== undefined) : this.#packages.exportsOf(star).includes(name)) return whole;
    }
    const child = this.#modules.childOf(id, name);
    return child === undefined ? undefined : `@${child}${way.slice(name.length + 1)}`;
  }

  /** Whether a path is of something that its module declares itself and that leads no further. */
  #isEnd(path: string): boolean {
    const { id, way } = partsOf(path);
    const { constants = {}, addresses = {}, calling = {}, bases = {} } = this.#modules.exportsOf(id) ?? {};
    return way in constants || way in addresses || way in calling || `${way}()` in bases;
  }

  /**
   * A path that starts in the module it speaks of: `@1.llm` is `@2` where `llm` is a module of the package.
   * What `importer` imports from itself can only be a module: what it gives under that name is the import.
   */
  canonical(start: string, importer?: number): string {
    let path = start;
    for (let steps = 0; steps < maxSteps; steps++) {
      const { id, way } = partsOf(path);
      const name = firstName(way);
      const exports = id === importer ? undefined : this.#modules.exportsOf(id);
      if (name === undefined || (exports && partsOfWay(way).some((part) => part in exports.paths))) return path;
      const child = this.#modules.childOf(id, name);
      if (child === undefined) return path;
      path = `@${child}${way.slice(name.length + 1)}`;
    }
    return path;
  }

  /** Whether following a path may end anywhere: at a package, at a constant, at a class that holds something of one. */
  mayLead(path: string): boolean {
    let answer = this.#leading.get(path);
    if (answer === undefined) {
      answer = this.#reachesEnd(path, new Set());
      this.#leading.set(path, answer);
    }
    return answer;
  }

  #reachesEnd(start: string, tried: Set<string>): boolean {
    if (!isElsewhere(start)) return true;
    const { id, way } = partsOf(this.canonical(start));
    const name = firstName(way);
    const key = `${id}.${name ?? ""}`;
    if (tried.has(key)) return false;
    tried.add(key);
    const exports = this.#modules.exportsOf(id);
    const ends = (target: string): boolean => this.#reachesEnd(target, tried);
    if (name === undefined) {
      return this.topNames(id).some((top) => ends(`@${id}.${top}`)) || (exports?.stars.some(ends) ?? false) || this.#modulesBelow(id).some((inner) => ends(`@${inner}`));
    }
    if (!exports) return false;
    const isNamed = ([other]: readonly [string, unknown]): boolean => firstName(other) === name;
    return (
      Object.entries(exports.constants).some(isNamed) ||
      Object.entries(exports.addresses ?? {}).some(isNamed) ||
      Object.entries(exports.calling).some(isNamed) ||
      Object.entries(exports.paths).some((entry) => isNamed(entry) && ends(entry[1])) ||
      Object.entries(exports.bases).some((entry) => isNamed(entry) && entry[1].some(ends)) ||
      exports.stars.some((star) => (isElsewhere(star) ? this.#isPublic(idOf(star), name) && ends(`${star}.${name}`) : this.#packages.exportsOf(star).includes(name)))
    );
  }

  /** The modules with exports inside a package. */
  #modulesBelow(id: number): number[] {
    const folder = packageFolder(this.#modules.uriOf(id));
    if (folder === undefined) return [];
    this.#below ??= this.#modulesByFolder();
    return this.#below.get(folder)?.filter((other) => other !== id) ?? [];
  }

  /** The modules with exports that stand somewhere in each folder. */
  #modulesByFolder(): Map<string, number[]> {
    const below = new Map<string, number[]>();
    for (const id of this.#modules.ids()) {
      if (!this.#modules.exportsOf(id)) continue;
      const uri = this.#modules.uriOf(id);
      for (let end = uri.lastIndexOf("/"); end > 0; end = uri.lastIndexOf("/", end - 1)) {
        const folder = uri.slice(0, end + 1);
        const known = below.get(folder);
        if (known) known.push(id);
        else below.set(folder, [id]);
      }
    }
    return below;
  }

  /** All modules that a module's exports, or those of the modules below it, lead to. */
  reach(id: number, reached: Set<number>): void {
    if (reached.has(id)) return;
    reached.add(id);
    for (const target of this.#giftsOf(id).targets) this.reach(target, reached);
    for (const inner of this.#modulesBelow(id)) this.reach(inner, reached);
  }

  /** Whether a module itself gives something of a package, be it all names of one. */
  givesCode(id: number): boolean {
    return this.#giftsOf(id).isCode;
  }

  #giftsOf(id: number): Gifts {
    let gifts = this.#gifts.get(id);
    if (!gifts) {
      const { paths = {}, bases = {}, stars = [], calling = {}, addresses = {} } = this.#modules.exportsOf(id) ?? {};
      const given = Object.values(paths);
      const targets = [...given, ...Object.values(bases).flat(), ...stars].filter(isElsewhere);
      gifts = { targets: [...new Set(targets.map(idOf))], isCode: stars.length > 0 || Object.keys(calling).length + Object.keys(addresses).length > 0 || !given.every(isElsewhere) };
      this.#gifts.set(id, gifts);
    }
    return gifts;
  }

  /** The names of a module that lead anywhere. */
  topNames(id: number): string[] {
    const exports = this.#modules.exportsOf(id);
    if (!exports) return [];
    const ways = [...Object.keys(exports.paths), ...Object.keys(exports.constants), ...Object.keys(exports.addresses ?? {}), ...Object.keys(exports.bases), ...Object.keys(exports.calling)];
    return [...new Set(ways.flatMap((way) => firstName(way) ?? []))];
  }

  /** The names that a star import of a module brings in. */
  namesOf(id: number, tried: Set<number>): string[] {
    if (tried.has(id)) return [];
    tried.add(id);
    const names = [...this.topNames(id), ...(this.#modules.exportsOf(id)?.stars ?? []).flatMap((star) => (isElsewhere(star) ? this.namesOf(idOf(star), tried) : this.#packages.exportsOf(star)))];
    return [...new Set(names)].filter((name) => this.#isPublic(id, name));
  }

  #isPublic(id: number, name: string): boolean {
    const listed = this.#modules.exportsOf(id)?.listed;
    return listed ? listed.includes(name) : !name.startsWith("_");
  }

  #originOf(path: string): Origin | undefined {
    const { id, way } = partsOf(path);
    const name = firstName(way);
    const place = name === undefined ? undefined : this.#modules.exportsOf(id)?.places[name];
    return name === undefined || place === undefined ? undefined : { uri: this.#modules.uriOf(id), name, ...place };
  }
}

/** The number of the module that a path starts in. */
export const idOf = (path: string): number => partsOf(path).id;

function partsOf(path: string): { readonly id: number; readonly way: string } {
  let end = 1;
  let id = 0;
  // By hand, since this is asked a hundred thousand times in a large workspace.
  for (let digit = path.charCodeAt(end) - 48; digit >= 0 && digit <= 9; digit = path.charCodeAt(++end) - 48) id = id * 10 + digit;
  return { id, way: path.slice(end) };
}

/** `.a().b` first as a whole, then `.a()`, then `.a`. */
function partsOfWay(way: string): string[] {
  const parts = way === "" ? [] : [way];
  // By hand, since this is asked a hundred thousand times in a large workspace.
  for (let end = way.length - 1; end > 0; end--) if (isPartStart(way.charCodeAt(end))) parts.push(way.slice(0, end));
  return parts;
}

/** Whether it is one of `.([`, each of which begins a part. */
const isPartStart = (code: number): boolean => code === 46 || code === 40 || code === 91;

function firstName(way: string): string | undefined {
  if (way.charCodeAt(0) !== 46) return undefined;
  let end = 1;
  while (end < way.length && !isPartStart(way.charCodeAt(end))) end++;
  return end > 1 ? way.slice(1, end) : undefined;
}
