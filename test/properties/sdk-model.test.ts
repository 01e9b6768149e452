// The model of the clients that rewritten programs are held to tells calls that no client would take.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startPython } from "../support/python-session.ts";
import { callFailures, clientCalls, type ReadProgram, type SdkName } from "../support/sdk-model.ts";

const python = startPython<ReadProgram>([fileURLToPath(new URL("../support/written_calls.py", import.meta.url))]);
after(() => python.stop());

/** What is wrong with the only call of a client in a text. */
async function failuresOf(text: string, sdk: SdkName): Promise<string[]> {
  const program = await python.ask(text);
  assert.ok("calls" in program, text);
  const calls = clientCalls(program.calls);
  assert.equal(calls.length, 1);
  return calls.flatMap((call) => callFailures(call, sdk));
}

const chat = 'model="@a/b", messages=[]';
const cases: readonly (readonly [text: string, sdk: SdkName, failures: readonly string[]])[] = [
  [`client.chat.completions.create(${chat}, temperature=0)`, "portkey-sdk", []],
  [`client.with_options(config=c, trace_id="t").chat.completions.create(${chat}, timeout=3)`, "portkey-sdk", []],
  [`client.chat.completions.create(${chat}, api_key=key)`, "portkey-sdk", ["`api_key` means something to LiteLLM alone"]],
  [`client.chat.completions.create(${chat}, num_retries=3)`, "portkey-sdk", ["`num_retries` means something to LiteLLM alone"]],
  [`client.chat.completions.create(${chat}, metadata={})`, "portkey-sdk", ["`metadata` means something to LiteLLM alone"]],
  [`client.chat.completions.create(${chat}, extra_body={"mock_response": 1})`, "portkey-sdk", ["`mock_response` means something to LiteLLM alone"]],
  [`client.with_options(retries=3).chat.completions.create(${chat})`, "portkey-sdk", ["`retries` is no option of the client"]],
  ['client.chat.completions.create("@a/b", messages=[])', "portkey-sdk", ["1 arguments are given by position", "`model` is missing"]],
  [`client.chat.completions.create(${chat}, **options)`, "portkey-sdk", ["arguments that cannot be seen are handed on"]],
  [`client().chat.completions.parse(${chat}, response_format=Answer, store=True)`, "portkey-sdk", ["`store` is no argument of `chat.completions.parse`"]],
  ['client.embeddings.create(model="@a/b", input="x")', "portkey-sdk", ["`encoding_format` is missing"]],
  ['client.embeddings.create(model="@a/b", input="x", encoding_format="float", timeout=3)', "portkey-sdk", ["`timeout` means something to LiteLLM alone"]],
  ['client.embeddings.create(model="@a/b", input="x", timeout=3)', "openai-client", []],
  [`client.chat.completions.create(${chat}, top_k=3)`, "openai-client", ["`top_k` is no argument of `chat.completions.create`"]],
  [`client.with_options(config=c).chat.completions.create(${chat})`, "openai-client", ["the OpenAI client has other options"]],
  ['client.post("/rerank", model="@a/b", query="q", documents=[], return_documents=True)', "portkey-sdk", []],
];

for (const [text, sdk, failures] of cases) test(`${sdk}: ${text}`, async () => assert.deepEqual(await failuresOf(text, sdk), failures));

test("a program that CPython refuses is told apart, and names that nothing binds", async () => {
  assert.ok("error" in (await python.ask("f(a=1, a=2)")));
  const program = await python.ask("import os\ndef f(a):\n    return a + os.sep + b\n");
  assert.deepEqual("unbound" in program && program.unbound, ["b"]);
});
