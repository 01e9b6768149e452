// A CPython that stays for many questions, where starting one for each would take longer than the questions.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A running program that answers each line of JSON with one. */
export interface PythonSession<Answer> {
  ask(question: unknown): Promise<Answer>;
  stop(): void;
}

/** Starts a program of the machine's CPython; a question is rejected when it cannot be started or ends. */
export function startPython<Answer>(program: readonly string[]): PythonSession<Answer> {
  const child = spawn(process.platform === "win32" ? "python" : "python3", program, { stdio: ["pipe", "pipe", "inherit"], env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
  const waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }[] = [];
  const fail = (why: string) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`the tests need CPython 3, ${why}`));
  };
  child.on("error", (error) => fail(`which could not be started: ${error.message}`));
  child.on("close", (code) => fail(`which ended with ${code}`));
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.resolve(JSON.parse(line)));
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify(question)}\n`);
      }),
    stop: () => child.stdin.end(),
  };
}
