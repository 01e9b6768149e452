// Random arguments of LiteLLM's requests: every name that the catalog knows, with values of every form that a program writes.
import fc from "fast-check";
import { catalog } from "../../server/src/engine/catalog/catalog.ts";
import parameterData from "../../server/src/engine/catalog/parameters.json" with { type: "json" };
import requestData from "../../server/src/engine/catalog/requests.json" with { type: "json" };

/** A function of LiteLLM that sends one request. */
export interface RequestFunction {
  /** `acompletion`. */
  readonly name: string;
  readonly isAsync: boolean;
  readonly canStream: boolean;
  /** What says where it goes. */
  readonly addressee: "model" | "custom_llm_provider";
  /** Without which there is no request. */
  readonly required: readonly string[];
  /** The names of positional arguments in order. */
  readonly positional: readonly string[];
  /** Arguments that belong to such a request, whatever becomes of them. */
  readonly ordinary: readonly string[];
}

/** An argument as a program writes it; without a name it is given by its position. */
export interface WrittenArgument {
  readonly name: string | undefined;
  readonly value: string;
}

const everyParameter = parameterData.entries.map(({ name }) => name.replace("*", "host"));

/** Arguments that a request of any kind takes. */
const common = [
  "timeout",
  "request_timeout",
  "num_retries",
  "max_retries",
  "fallbacks",
  "metadata",
  "user",
  "caching",
  "cache",
  "extra_headers",
  "api_key",
  "api_base",
  "custom_llm_provider",
  "drop_params",
];

/** Every function whose request the catalog describes. */
export const requestFunctions: readonly RequestFunction[] = requestData.entries.flatMap((entry) =>
  // A name in a module of its own cannot be imported by itself.
  entry.of
    .filter((path) => path.split(".").length === 2)
    .map((path): RequestFunction => {
      const takes = "takes" in entry ? entry.takes : parameterData.entries.filter(({ kind }) => kind === "same").map(({ name }) => name);
      const required: readonly string[] = entry.required;
      return {
        name: path.replace("litellm.", ""),
        isAsync: catalog.symbol(path)?.isAsync === true,
        canStream: takes.includes("stream"),
        addressee: "byProvider" in entry ? "custom_llm_provider" : "model",
        required,
        positional: catalog.positional(path),
        ordinary: [...takes.filter((name) => name !== "model" && !required.includes(name)), "timeout"],
      };
    }),
);

const models = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      '"openai/gpt-4o"',
      "'openai/gpt-4o'",
      '"gpt-4o-mini"',
      '"anthropic/claude-3-5-sonnet-20240620"',
      '"azure/prod"',
      '"groq/llama-3.1-8b-instant"',
      '"openai/whisper-1"',
      '"cohere/rerank-v3.5"',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom("MODEL", "OTHER_MODEL") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "model",
      'os.environ["MODEL"]',
      'os.getenv("MODEL", "openai/gpt-4o")',
      'MODELS.get(name, "openai/gpt-4o")',
      'f"openai/{name}"',
      "settings.model",
      '"openai/gpt-4o" if fast else "openai/gpt-4o-mini"',
      '("openai/" "gpt-4o")',
      "None",
    ),
  },
);

/** Values that mean something to an argument of a name; those of all others are `anyValues`. */
const valuesByName: Readonly<Record<string, readonly string[]>> = {
  messages: ["messages", '[{"role": "user", "content": "hi"}]', "[{'role': 'user', 'content': f'hi {name}'}]", "[]"],
  input: ["text", '"hi"', '["a", "b"]'],
  prompt: ['"hi"', "prompt"],
  file: ["file", 'open("speech.mp3", "rb")'],
  voice: ['"alloy"'],
  query: ['"hi"', "query"],
  documents: ['["a", "b"]', "documents"],
  stream: ["True", "True", "False", "None", "stream"],
  stream_options: ['{"include_usage": True}', "None"],
  timeout: ["30", "2.5", "None", "limit", "httpx.Timeout(3)"],
  request_timeout: ["30", "2.5", "None", "limit"],
  num_retries: ["0", "2", "7", "None", "retries"],
  max_retries: ["0", "2", "None", "retries"],
  fallbacks: ['["openai/gpt-4o-mini"]', '["anthropic/claude-3-haiku-20240307", "gpt-4o"]', "None", "[]", "fallbacks", '[{"model": "openai/gpt-4o-mini", "temperature": 0}]'],
  context_window_fallback_dict: ['{"openai/gpt-4o": "openai/gpt-4.1"}', "None"],
  metadata: ['{"team": "search"}', '{"team": "search", "run": "7"}', '{"tags": ["a"]}', "None", "metadata", '{"user": name}'],
  litellm_trace_id: ['"t-1"', "trace", "None"],
  litellm_session_id: ['"s-1"', "None"],
  caching: ["True", "False", "None"],
  cache: ['{"no-cache": True}', '{"ttl": 600}', '{"ttl": 10, "namespace": "a"}', "None", "{}"],
  additional_drop_params: ['["seed"]', "None"],
  api_key: ['os.environ["OPENAI_API_KEY"]', 'os.getenv("OPENAI_API_KEY")', '"sk-fake-0000"', "key", "None", "self.key"],
  api_base: ['"https://api.openai.com/v1"', 'os.getenv("OPENAI_API_BASE")', "None", '"http://127.0.0.1:8000/v1"'],
  base_url: ['"https://api.openai.com/v1"', "None"],
  custom_llm_provider: ['"openai"', "None", "provider"],
  drop_params: ["True", "False", "None"],
  encoding_format: ['"float"', '"base64"', "None", "encoding"],
  return_documents: ["True", "False", "None"],
  response_format: ['{"type": "json_object"}', "None", "Answer", '"json"', '"verbose_json"', "format"],
  extra_headers: ['{"x-team": "search"}', "None", "headers"],
  extra_body: ['{"top_k": 3}', "None"],
  headers: ['{"x-team": "search"}', "None"],
  retry_policy: ["None", "policy"],
};

const anyValues = [
  "1",
  "0.5",
  '"text"',
  "None",
  "True",
  "value",
  "self.value",
  'os.environ["VALUE"]',
  'os.getenv("VALUE", "x")',
  "[]",
  '{"a": 1}',
  "compute(1, 2)",
  "a if b else c",
  'f"{name}!"',
  "(1 +\n        2)",
];

const valueFor = (name: string): fc.Arbitrary<string> => (name === "model" ? models : fc.constantFrom(...(valuesByName[name] ?? anyValues)));

/** What stands for arguments that are kept elsewhere. */
const splat = fc.constantFrom("**options", "**self.options", '**{"temperature": 0}', "*rest").map((value): WrittenArgument => ({ name: undefined, value }));

/** The arguments of a call of a function, in an order that Python takes. */
export function argumentsOf(request: RequestFunction): fc.Arbitrary<readonly WrittenArgument[]> {
  const optional = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...request.ordinary) },
    { weight: 6, arbitrary: fc.constantFrom(...common) },
    { weight: 2, arbitrary: fc.constantFrom(...everyParameter) },
  );
  return fc
    .record({
      positional: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) }),
      others: fc.uniqueArray(optional, { maxLength: 5 }),
      unseen: fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: splat.map((each): WrittenArgument[] => [each]) }),
      isShuffled: fc.boolean(),
    })
    .chain(({ positional, others, unseen, isShuffled }) => {
      const first = request.positional.slice(0, positional);
      const rest = [...new Set([request.addressee, ...request.required, ...others])].filter((name) => !first.includes(name) && /^[a-z_]\w*$/.test(name));
      const keywords = isShuffled ? fc.shuffledSubarray(rest, { minLength: rest.length }) : fc.constant(rest);
      return keywords.chain((names) =>
        fc
          .tuple(...[...first, ...names].map(valueFor))
          .map((values) => [...values.map((value, index) => ({ name: index < first.length ? undefined : names[index - first.length], value })), ...unseen]),
      );
    });
}
