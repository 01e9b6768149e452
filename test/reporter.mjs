// A reporter for `node --test`: failures in full as they happen, then one line a file, and a last line with the counts.
// A skipped or todo test counts as failed: a test that does not run proves nothing.
import { relative } from "node:path";
import { inspect } from "node:util";

/** Turns the events of a test run into compact text. */
export default async function* report(source) {
  const files = new Map();
  for await (const { type, data } of source) {
    if (type === "test:stdout" || type === "test:stderr") yield data.message;
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details?.type === "suite" && (type === "test:pass" || data.details.error?.failureType === "subtestsFailed")) continue;
    const file = relative(process.cwd(), data.file ?? data.name);
    const counts = files.get(file) ?? { passed: 0, failed: 0, milliseconds: 0 };
    files.set(file, counts);
    if (data.nesting === 0) counts.milliseconds += data.details?.duration_ms ?? 0;
    const idle = data.skip !== undefined || data.todo !== undefined ? "it did not run" : data.name === data.file && type === "test:pass" ? "it holds no test" : undefined;
    // A file's own entry fails along with its tests, which are counted by themselves.
    if (type === "test:fail" && data.details?.error?.failureType === "subtestsFailed") continue;
    if (type === "test:pass" && idle === undefined) counts.passed += 1;
    else {
      counts.failed += 1;
      yield `FAILED ${file}: ${data.name}\n${idle ?? inspect(data.details?.error?.cause ?? data.details?.error)}\n\n`.replace(/\n(?=.)/g, "\n       ");
    }
  }
  let passed = 0;
  let failed = 0;
  for (const [file, counts] of [...files].sort()) {
    passed += counts.passed;
    failed += counts.failed;
    yield `${counts.failed === 0 ? "  ok  " : "FAILED"} ${file}: ${counts.passed} passed${counts.failed === 0 ? "" : `, ${counts.failed} failed`} (${Math.round(counts.milliseconds)} ms)\n`;
  }
  yield `${passed} passed, ${failed} failed\n`;
}
