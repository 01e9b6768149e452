import type { Wrapper } from "./language.ts";

/** Functions that give what they are given: the same, or a function that calls it. */
const same = [
  "staticmethod",
  "classmethod",
  "list",
  "tuple",
  "set",
  "iter",
  "aiter",
  "reversed",
  "functools.partial",
  "functools.partialmethod",
  "functools.cache",
  "functools.lru_cache",
  "functools.lru_cache()",
  "functools.wraps()",
  "asyncio.run",
  "asyncio.wait_for",
  "asyncio.shield",
  "asyncio.create_task",
  "asyncio.ensure_future",
  "contextlib.closing",
  "contextlib.aclosing",
  "tenacity.retry",
  "tenacity.retry()",
  "tenacity.Retrying().wraps",
  "tenacity.AsyncRetrying().wraps",
  "backoff.on_exception()",
  "backoff.on_predicate()",
  "retry.retry()",
  "asgiref.sync.sync_to_async",
  "asgiref.sync.async_to_sync",
  "asyncer.asyncify",
  "asyncer.syncify",
];

/** Functions that call what they are given. */
const callers = [
  "asyncio.to_thread",
  "anyio.to_thread.run_sync",
  "trio.to_thread.run_sync",
  "starlette.concurrency.run_in_threadpool",
  "fastapi.concurrency.run_in_threadpool",
  "tenacity.Retrying()",
  "tenacity.AsyncRetrying()",
];

/** The functions that give back, or call, what is one of their arguments. */
export const wrappers: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ...same.map((path): [string, Wrapper] => [path, { argument: 0, gives: "same" }]),
  ...callers.map((path): [string, Wrapper] => [path, { argument: 0, gives: "result" }]),
  ["asyncio.get_event_loop().run_in_executor", { argument: 1, gives: "result" }],
  ["asyncio.get_running_loop().run_in_executor", { argument: 1, gives: "result" }],
  ["typing.cast", { argument: 1, gives: "same" }],
  ["next", { argument: 0, gives: "element" }],
  ["anext", { argument: 0, gives: "element" }],
  ["enumerate", { argument: 0, gives: "pairs" }],
]);
