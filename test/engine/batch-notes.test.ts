import assert from "node:assert/strict";
import { test } from "node:test";
import { batchNotes } from "../../server/src/engine/workspace/batch-notes.ts";

test("a note that speaks of a file says of which, and every note stands once", () => {
  const setting = "`litellm.drop_params` in this file no longer has an effect on the call.";
  assert.deepEqual(
    batchNotes([
      { path: "a.py", notes: ["The default timeout differs.", setting, setting] },
      { path: "app/b.py", notes: ["The default timeout differs."] },
    ]),
    ["The default timeout differs.", "`litellm.drop_params` in this file no longer has an effect on the call (a.py)."],
  );
  const others = ["b.py", "c.py"].map((path) => ({ path, notes: [setting] }));
  assert.deepEqual(batchNotes([{ path: "a.py", notes: [setting] }, ...others]), ["`litellm.drop_params` in this file no longer has an effect on the call (a.py and 2 more files)."]);
});
