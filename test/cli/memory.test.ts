import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const memory = pathToFileURL("server/src/host/memory.ts").href;

test("V8 knows what it is asked to do with its heap", () => {
  const program = `import { spareMemory } from "${memory}"; const first = spareMemory(); const second = spareMemory(); first(); first(); second();`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], { encoding: "utf8" });
  assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
});
