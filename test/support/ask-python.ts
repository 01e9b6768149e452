// Runs a program on the machine's CPython, which reads JSON and writes JSON.
import { spawn } from "node:child_process";

/** What a Python program answers to one question; rejects when CPython is not installed or the program fails. */
export async function askPython<Answer>(program: readonly string[], question: unknown): Promise<Answer> {
  const output = await new Promise<string>((resolve, reject) => {
    const child = spawn(process.platform === "win32" ? "python" : "python3", program, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, PYTHONIOENCODING: "utf-8" } });
    const chunks: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    child.on("error", (error) => reject(new Error(`the tests need CPython 3, which could not be started: ${error.message}`)));
    child.on("close", (code) => (code === 0 ? resolve(Buffer.concat(chunks).toString("utf8")) : reject(new Error(`CPython ended with ${code}: ${Buffer.concat(complaints).toString("utf8")}`))));
    child.stdin.end(JSON.stringify(question));
  });
  return JSON.parse(output);
}
