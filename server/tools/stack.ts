// Says where in the sources the places of a stack are that somebody has reported, built from the same commit: `npm run stack < report.txt`.
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { readableStack } from "./readable-stack.ts";

const maps = new Map<string, SourceMap>();
function mapOf(program: string): SourceMap {
  const map = maps.get(program) ?? new SourceMap(JSON.parse(readFileSync(`dist/${program}.js.map`, "utf8")));
  maps.set(program, map);
  return map;
}
process.stdout.write(readableStack(readFileSync(process.stdin.fd, "utf8"), mapOf));
