import type { Extension } from "../extension.ts";
import { findRequest } from "../gateway/code-requests.ts";
import { testCode } from "../gateway/test-code.ts";
import { mayAsk } from "../gateway/trust.ts";

/** Test Request Under Cursor: that of a lens, of a lightbulb, or at the cursor. */
export async function testRequest(extension: Extension, ...given: readonly unknown[]): Promise<void> {
  if (!mayAsk()) return;
  const found = await findRequest(extension, given, "Test a Request");
  if (found !== undefined) await testCode(extension.gateway, found);
}
