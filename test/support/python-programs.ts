// Random Python programs that use LiteLLM: an import in some form, and what it brings in used in some shapes at some places.
import fc from "fast-check";

/** How the package comes in: the statements, and how one of its names is written behind them. */
const imports: readonly ((name: string) => { readonly lines: readonly string[]; readonly name: string })[] = [
  (name) => ({ lines: ["import litellm"], name: `litellm.${name}` }),
  (name) => ({ lines: ["import litellm as llm"], name: `llm.${name}` }),
  (name) => ({ lines: [`from litellm import ${name}`], name }),
  (name) => ({ lines: [`from litellm import ${name} as ours`], name: "ours" }),
  (name) => ({ lines: ["import os", "from litellm import *"], name }),
  (name) => ({ lines: ["import importlib", 'llm = importlib.import_module("litellm")'], name: `llm.${name}` }),
  (name) => ({ lines: ["try:", "    import litellm", "except ImportError:", "    litellm = None"], name: `litellm.${name}` }),
  (name) => ({ lines: ["def load():", "    import litellm", "    return litellm"], name: `load().${name}` }),
];

const names = ["completion", "acompletion", "embedding", "Router", "token_counter", "Timeout", "ModelResponse", "drop_params", "completion_cost"];

/** What is done with a name, as lines of a block. */
const uses: readonly ((name: string, suffix: number) => readonly string[])[] = [
  (name) => [`print(${name}(model="openai/gpt-4o", messages=[{"role": "user", "content": "hi"}]))`],
  (name, n) => [`model_${n} = "anthropic/claude-3-5-sonnet-20240620"`, `answer_${n} = ${name}(model=model_${n}, messages=[])`, `print(answer_${n}.choices[0].message.content)`],
  (name, n) => [`call_${n} = ${name}`, `print(call_${n}(model="groq/llama-3.1-8b-instant"))`],
  (name, n) => [`from functools import partial`, `later_${n} = partial(${name}, model="openai/gpt-4o")`, `print(later_${n}(messages=[]))`],
  (name) => [`retry(${name}, 3)`],
  (name, n) => [`table_${n} = {"a": ${name}, "b": print}`, `table_${n}["a"]("openai/gpt-4o")`],
  (name, n) => [`def inner_${n}(call=${name}):`, `    return call("openai/gpt-4o", [])`, `print(inner_${n}())`],
  (name) => ["try:", "    work()", `except (${name}, ValueError) as error:`, "    print(error)"],
  (name, n) => [`if (kept_${n} := ${name}) is not None:`, `    print(kept_${n})`],
  (name, n) => [`both_${n} = [${name}(model=each) for each in ("openai/gpt-4o", "azure/prod")]`],
  (name, n) => [`either_${n} = ${name} if ready() else print`, `either_${n}("text")`],
  (name, n) => [`class Kept_${n}:`, `    call = staticmethod(${name})`, "    def run(self, **options):", "        return self.call(**options)"],
];

/** Where the lines stand. */
const places: readonly ((lines: readonly string[], suffix: number) => readonly string[])[] = [
  (lines) => lines,
  (lines, n) => [`def run_${n}():`, ...indented(lines)],
  (lines, n) => [`async def run_${n}(ready, retry=None):`, ...indented(lines)],
  (lines, n) => [`class Service_${n}:`, "    def run(self):", ...indented(indented(lines))],
  (lines, n) => [`def outer_${n}():`, `    def nested_${n}():`, ...indented(indented(lines)), `    return nested_${n}`],
  (lines) => ["if ready():", ...indented(lines), "else:", "    pass"],
  (lines) => ["for turn in range(3):", ...indented(lines)],
];

const indented = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);

const part = fc.record({ name: fc.constantFrom(...names), from: fc.constantFrom(...imports), use: fc.constantFrom(...uses), place: fc.constantFrom(...places) });

/** Programs of one to four uses, each with its import. */
export const pythonPrograms: fc.Arbitrary<string> = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => {
  const brought = parts.map(({ name, from }) => from(name));
  const heads = [...new Set(brought.map(({ lines }) => lines.join("\n")))];
  const bodies = parts.map(({ use, place }, index) => place(use(brought[index]?.name ?? "", index), index).join("\n"));
  return `${[...heads, ...bodies].join("\n")}\n`;
});
