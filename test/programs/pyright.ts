import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { python } from "./setup.ts";

/** What Pyright has against a file. */
export interface Complaint {
  readonly file: string;
  /** Undefined for code that it cannot read. */
  readonly rule?: string;
  readonly severity: string;
  /** Its first line. */
  readonly message: string;
  /** Where it begins; zero-based, `character` in UTF-16 units. */
  readonly range?: { readonly start: { readonly line: number; readonly character: number } };
}

/** What Pyright holds for an error in files or folders, with the packages of the programs at hand. */
export async function complaintsAbout(paths: readonly string[], project?: string): Promise<readonly Complaint[]> {
  if (paths.length === 0) return [];
  const output = await pyright(["--outputjson", "--pythonpath", python, ...(project === undefined ? paths : ["--project", project])]);
  const { generalDiagnostics } = JSON.parse(output) as { generalDiagnostics: readonly Complaint[] };
  return generalDiagnostics.filter(({ severity }) => severity === "error").map((each) => ({ ...each, message: each.message.split("\n")[0] ?? "" }));
}

/**
 * Whether a complaint comes with the SDK's declarations and not with a rewrite: every field of its answers is optional, the content of a
 * message may be a list, a call that streams and one that does not have one result type, and an item of a Responses answer is any of its kinds.
 */
export const isLoose = ({ message }: Complaint): boolean => loose.some((pattern) => pattern.test(message));

/** Whether a complaint is about the values of a dictionary that a call hands on, which the fix tells: LiteLLM's function takes any, the SDK's declares the type of each. */
export function isAboutHandedValues({ rule, message, range }: Complaint, text: string): boolean {
  const line = range && text.split(/\r\n|\r|\n/)[range.start.line];
  return rule === "reportArgumentType" && /^Argument of type .* cannot be assigned to parameter/.test(message) && line !== undefined && /\*\*\s*\(*$/.test(line.slice(0, range?.start.character));
}

const loose = [
  /^Object of type "None"/,
  /is not a known attribute of "None"/,
  /^Type "str \| List\[Any\] \| .*None" is not assignable/,
  /^Argument of type ".* \| None\]?" cannot be assigned/,
  /for class "(?:Async)?Iterator\[\w+\]"/,
  /on type "(?:Async)?Iterator\[\w+\]"/,
  /^"(?:ChatCompletions|TextCompletion)" is not (?:async )?iterable/,
  /for class "tuple\[str, Any\]"/,
  /^Cannot access attribute "\w+" for class "List\[Any\]"$/,
  /^Cannot access attribute "(?:content|text)" for class "(?:Response\w+|ImageGenerationCall|LocalShellCall\w*|Mcp\w+)"/,
  /for class "(?:str|Transcription)"/,
  // of an answer that may be an iterator nothing is known, so that behind a test for a dictionary it is one
  /^Cannot access attribute "\w+" for class "dict\[Unknown, Unknown\]"$/,
];

/** Pyright's output; it ends with 1 when it has complaints. */
function pyright(args: readonly string[]): Promise<string> {
  const program = fileURLToPath(import.meta.resolve("pyright/index.js"));
  return new Promise((done, fail) => {
    execFile(process.execPath, [program, ...args], { maxBuffer: 256_000_000 }, (error, stdout, stderr) =>
      error && error.code !== 1 ? fail(new Error(`pyright: ${error.message}\n${stderr}`)) : done(stdout),
    );
  });
}
