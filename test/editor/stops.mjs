// The stops of a walk through the editor, in their order: each is one test, and the first that fails ends the walk.

/** All stops so far; the last line of the output holds them. */
export const total = { passed: 0, failed: 0 };

/** Visits each stop and says so; `picture` shows what there was to see where one fails. */
export async function visitStops(name, picture, stops) {
  const start = performance.now();
  for (const [stop, visit] of Object.entries(stops)) {
    try {
      await visit();
      total.passed += 1;
      console.log(`  ok   ${name}: ${stop} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
      total.failed += 1;
      const shot = `failure-${name.replaceAll(/\W+/g, "-")}`;
      await picture(shot);
      console.log(`FAILED ${name}: ${stop}\n${error.stack}\nThe picture is ${shot}.png in .test-results/shots`);
      break;
    }
  }
}

process.once("exit", (code) => {
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (code === 0 && total.failed > 0) process.exitCode = 1;
});
