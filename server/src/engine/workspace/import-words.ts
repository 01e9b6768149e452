/** Whether a path as written leads from a module as written: `from . import a` is written `.` and `.a`, which `from ..a import b` is not. */
export const isFrom = (path: string, module: string): boolean => path.startsWith(module.endsWith(".") ? module : `${module}.`) && (/[^.]/.test(module) || /^\.[^.]+$/.test(path.slice(module.length)));

/** What is sure to stand in an import: the module, or, where that is all dots, the names; in TypeScript the dots are a string. */
export function wordsOfImport(module: string, names: readonly string[] | undefined): readonly string[] {
  if (/[^.]/.test(module)) return [module];
  return names ? names.map((name) => (name === "*" ? "import" : name)) : [`"${module}"`, `'${module}'`, `\`${module}\``];
}
