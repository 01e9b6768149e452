import { nearest } from "../engine/text/nearest.ts";
import { explain } from "./explain.ts";
import { fix } from "./fix.ts";
import { help } from "./help.ts";
import { CannotRun, exitCodes, type Io } from "./io.ts";
import { explainOptions, fixOptions, scanOptions } from "./options.ts";
import { scan } from "./scan.ts";

type Command = (args: readonly string[], io: Io) => number | Promise<number>;

const commands: Readonly<Record<string, Command>> = {
  scan: (args, io) => scan(scanOptions(args, ruleIds(io)), io),
  fix: (args, io) => fix(fixOptions(args, ruleIds(io)), io),
  async test(args, io) {
    // its network code is loaded for who asks a gateway alone
    const [{ test }, { testOptions }] = await Promise.all([import("./test.ts"), import("./test-options.ts")]);
    return test(testOptions(args), io);
  },
  explain: (args, io) => explain(explainOptions(args).rule, io),
};

/** Runs one command line (without `node` and the script) and answers with the exit code; all it touches is lent by `io`. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (wants(args, "--help", "-h") || name === "help") return print(help, io);
    if (wants(args, "--version", "-V")) return print(`${io.version}\n`, io);
    if (name === undefined) throw new CannotRun(`a command is missing; ${available} (--help tells more)`);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) throw new CannotRun(unknownCommand(name));
    return await command(rest, io);
  } catch (error) {
    const message = error instanceof CannotRun ? error.message : `a defect of portkey-migrate: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    io.stderr.write(`portkey-migrate: ${message}\n`);
    return exitCodes.cannotRun;
  }
}

const ruleIds = ({ rules }: Io): string[] => rules.map(({ id }) => id);

const available = `there are ${Object.keys(commands).join(", ")}`;

/** Whether one of the flags stands among the options, before a `--` that ends them. */
function wants(args: readonly string[], ...flags: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? args.length : end).some((arg) => flags.includes(arg));
}

function print(text: string, io: Io): number {
  io.stdout.write(text);
  return exitCodes.clean;
}

function unknownCommand(name: string): string {
  const meant = nearest(name, Object.keys(commands));
  return `unknown command ${name}; ${meant === undefined ? available : `did you mean ${meant}? (${available})`}`;
}
