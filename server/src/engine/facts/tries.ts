import { type Node, spanOf } from "../syntax/nodes.ts";
import { mapped, type Steps } from "../syntax/turns.ts";
import { bySource, contains } from "../text/span.ts";
import type { HandlerDraft, LanguageReader, TryDraft } from "./language.ts";
import type { Names } from "./names.ts";
import type { OpenCall, OpenReference } from "./open-facts.ts";
import type { Paths } from "./paths.ts";
import type { Try, TryHandler } from "./try-facts.ts";

/** What statements are found by, and what tells names and paths. */
export interface TrySources {
  readonly references: readonly OpenReference[];
  readonly calls: readonly OpenCall[];
  readonly names: Names;
  readonly paths: Paths;
  readonly reader: LanguageReader;
}

/** The `try` statements that catch a class of a known package, with the known calls that their bodies run. */
export function* triesOf(sources: TrySources): Steps<Try[]> {
  const { references, reader } = sources;
  const drafts = new Map<number, TryDraft>();
  for (const { node, role } of references) {
    const draft = role === "except" ? reader.tryOf(node) : undefined;
    if (draft) drafts.set(draft.node.id, draft);
  }
  if (drafts.size === 0) return [];
  const runs = yield* mapped(sources.calls, ({ node }) => ({ node, places: [node, ...callersOf(node, sources)] }));
  const tries: Try[] = [];
  for (const draft of drafts.values()) {
    const handlers = draft.handlers.map((handler) => handlerFact(handler, sources));
    const isRunBy = runBy(draft, reader);
    const isRun = yield* mapped(runs, ({ places }) => places.some(isRunBy));
    tries.push({ span: spanOf(draft.node), handlers, calls: runs.flatMap(({ node }, index) => (isRun[index] ? [spanOf(node)] : [])) });
  }
  return tries.sort((a, b) => bySource(a.span, b.span));
}

function handlerFact({ node, caught, classes, name, block, isOneLine, isGroup }: HandlerDraft, { names, paths, reader }: TrySources): TryHandler {
  const span = spanOf(node);
  const reads = (name && names.variableOf(name)?.reads) ?? [];
  return {
    span,
    caught: caught && spanOf(caught),
    classes: classes.map((each) => ({ span: spanOf(each), text: each.text, path: paths.of(each) })),
    name: name?.text,
    reads: reads
      .filter((read) => contains(span, spanOf(read)))
      .map((read) => {
        const around = reader.surrounding(read);
        return around.kind === "attribute" || around.kind === "named" ? { span: spanOf(around.node), attribute: around.name } : { span: spanOf(read), attribute: undefined };
      }),
    block,
    isOneLine,
    isGroup,
  };
}

/** Whether a node runs with the body of a statement: a function that is only defined there does not. */
function runBy({ body }: TryDraft, reader: LanguageReader): (node: Node) => boolean {
  const span = spanOf(body);
  const definition = reader.functionReturning(body)?.id;
  return (node) => contains(span, spanOf(node)) && reader.functionReturning(node)?.id === definition;
}

/** Where the function that a node stands in is called by its name, or by that of the method. */
function callersOf(node: Node, { names, reader }: TrySources): Node[] {
  const definition = reader.functionReturning(node);
  const name = definition && reader.definitionName(definition);
  if (!name) return [];
  const member = reader.memberDeclaration(name);
  const reads = member ? names.memberOf(member.owner, name.text).reads : (names.variableOf(name)?.reads ?? []);
  return reads.filter((read) => reader.surrounding(read).kind === "call");
}
