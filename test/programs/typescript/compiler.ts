import { spawn } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { typescriptFolder } from "../setup.ts";

/** An error of the compiler. */
export interface Complaint {
  readonly file: string;
  /** Such as `TS2345`. */
  readonly code: string;
  /** Its first line. */
  readonly message: string;
}

/** What `tsc --strict` has against texts by their paths, with the packages of the programs at hand: one run of the compiler for all of them. */
export async function complaintsIn(files: ReadonlyMap<string, string>, more: Readonly<Record<string, unknown>> = {}): Promise<readonly Complaint[]> {
  // The compiler names files by their real paths.
  const folder = await realpath(await mkdtemp(join(tmpdir(), "portkey-migrate-types-")));
  try {
    for (const [path, text] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await symlink(fileURLToPath(new URL("node_modules", typescriptFolder)), join(folder, "node_modules"), "junction");
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ files: [...files.keys()], compilerOptions: { ...compilerOptions, ...more } }));
    const output = await compile(folder);
    return output.split("\n").flatMap((line) => {
      const [, file, code, message] = /^(.+?)\(\d+,\d+\): error (TS\d+): (.*)$/.exec(line.trimEnd()) ?? [];
      return file === undefined || code === undefined || message === undefined ? [] : [{ file: file.replaceAll("\\", "/"), code, message }];
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** How the compiler reads texts of every kind. */
export const compilerOptions = {
  strict: true,
  noEmit: true,
  target: "es2022",
  module: "esnext",
  moduleResolution: "bundler",
  // Each text is a module of its own, also one that imports nothing.
  moduleDetection: "force",
  lib: ["es2022", "dom", "dom.iterable", "dom.asynciterable"],
  types: ["node"],
  jsx: "preserve",
  allowJs: true,
  checkJs: true,
  experimentalDecorators: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  esModuleInterop: true,
  skipLibCheck: true,
  // The modules of these programs are not there.
  noUncheckedSideEffectImports: false,
};

/** The compiler's output; it does not end with 0 when it has complaints. */
function compile(folder: string): Promise<string> {
  const program = fileURLToPath(new URL("../../../node_modules/typescript/bin/tsc", import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, "--project", folder, "--pretty", "false"], { cwd: folder });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (output += part));
    child.stderr.setEncoding("utf8").on("data", (part: string) => (errors += part));
    child.once("error", reject);
    child.once("close", (code) => {
      // An error without a file is one of the options, and nothing was checked.
      const general = /^error TS\d+: .*$/m.exec(output)?.[0];
      if (code === null || general !== undefined || (code !== 0 && output === "")) reject(new Error(`tsc: ${general ?? code}\n${errors}`));
      else resolve(output);
    });
  });
}
