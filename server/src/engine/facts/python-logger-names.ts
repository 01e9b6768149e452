import { type Node, namedChildrenOf, parentOf, same } from "../syntax/nodes.ts";

/** Where the variable is read that a name declares. */
type ReadsOf = (name: Node) => readonly Node[];

/** A level, as the value beside a logger's name: `logging.WARNING`, `"ERROR"`, `{"level": …}`. */
const level = /^(?:(?:[\w.]+\.|["'])?(?:DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL|FATAL|NOTSET)["']?$|\{\s*["'](?:level|handlers|propagate)["'])/;

/** How far a literal lies at most in the loop that it is of. */
const maxDepth = 8;

/**
 * Whether a string is used as the name of a logger though no call takes it as one by itself: the key of a level in a
 * table, an item of what a loop gives to `getLogger`, what the names of all loggers are compared with.
 */
export function isLoggerName(literal: Node, readsOf: ReadsOf): boolean {
  const pair = parentOf(literal);
  if (pair?.type === "pair" && same(pair.childForFieldName("key"), literal)) return level.test(pair.childForFieldName("value")?.text ?? "");
  const list = pair && /^(?:list|tuple|set)$/.test(pair.type) ? pair : undefined;
  if (list && loopsOver(list, readsOf).some(givesToGetLogger)) return true;
  for (let at = pair, depth = 0; at && depth < maxDepth; at = parentOf(at), depth++) if (loopHeads(at).some((head) => /\bloggerDict\b/.test(head.childForFieldName("right")?.text ?? ""))) return true;
  return false;
}

/** The loops that go through a list where it stands, or by the name that it is given. */
function loopsOver(list: Node, readsOf: ReadsOf): Node[] {
  const around = parentOf(list);
  if (!around) return [];
  if (isLoop(around)) return same(around.childForFieldName("right"), list) ? [around] : [];
  const target = around.type === "assignment" && same(around.childForFieldName("right"), list) ? around.childForFieldName("left") : undefined;
  return (target?.type === "identifier" ? readsOf(target) : []).flatMap((read) => {
    const loop = parentOf(read);
    return loop && isLoop(loop) && same(loop.childForFieldName("right"), read) ? [loop] : [];
  });
}

const isLoop = ({ type }: Node): boolean => type === "for_statement" || type === "for_in_clause";

/** The heads of the loops that a node is: its own, or its clauses. */
const loopHeads = (node: Node): readonly Node[] => (node.type === "for_statement" ? [node] : namedChildrenOf(node).filter(({ type }) => type === "for_in_clause"));

function givesToGetLogger(loop: Node): boolean {
  const target = loop.childForFieldName("left")?.text ?? "";
  const whole = loop.type === "for_statement" ? loop : parentOf(loop);
  return /^\w+$/.test(target) && new RegExp(`\\bgetLogger\\(\\s*${target}\\s*\\)`).test(whole?.text ?? "");
}
