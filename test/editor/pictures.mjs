// `npm run pictures`: takes the README's pictures anew, in the dark and in the light theme.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./editor.mjs";

const readme = join(root, "client/media/readme");
const largest = 120_000;

const run = (command, ...args) => {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};

run("npm", "run", "--silent", "package");
run("node", "test/editor/setup.mjs");
for (const theme of ["dark", "light"]) for (const walk of ["tour", "gateway-tour"]) run("node", `test/editor/${walk}.mjs`, "--theme", theme, "--readme", readme);
for (const name of readdirSync(readme)) {
  const { size } = statSync(join(readme, name));
  console.log(`${name}: ${size} bytes${size > largest ? `, more than ${largest}` : ""}`);
  if (size > largest) process.exitCode = 1;
}
