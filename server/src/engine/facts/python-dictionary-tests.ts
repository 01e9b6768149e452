import { type Node, namedChildrenOf, parentOf, same } from "../syntax/nodes.ts";
import { functionTypes } from "./python-scope.ts";
import { plainText } from "./python-spelling.ts";

/** Whether a name is read behind a test that says that it holds a dictionary: in a branch of `if`, of a conditional expression, behind `and`. */
export function isPlainDictionary(read: Node): boolean {
  let child = read;
  for (let at = parentOf(read); at && !functionTypes.has(at.type); child = at, at = parentOf(at)) {
    const test = testOf(at, child);
    if (test && saysDictionary(test, read.text)) return true;
  }
  return false;
}

/** What has been found to be true where a part of a node runs. */
function testOf(node: Node, part: Node): Node | null | undefined {
  switch (node.type) {
    case "if_statement":
    case "elif_clause":
      return same(node.childForFieldName("consequence"), part) ? node.childForFieldName("condition") : undefined;
    case "conditional_expression": {
      const [consequence, condition] = namedChildrenOf(node);
      return same(consequence, part) ? condition : undefined;
    }
    case "boolean_operator":
      return node.child(1)?.type === "and" && same(node.childForFieldName("right"), part) ? node.childForFieldName("left") : undefined;
    default:
      return undefined;
  }
}

function saysDictionary(test: Node, name: string): boolean {
  if (test.type === "parenthesized_expression") return namedChildrenOf(test).some((inner) => saysDictionary(inner, name));
  if (test.type === "boolean_operator") return test.child(1)?.type === "and" && namedChildrenOf(test).some((part) => saysDictionary(part, name));
  const [asked, type] = test.type === "call" && plainText(test.childForFieldName("function")) === "isinstance" ? namedChildrenOf(test.childForFieldName("arguments") ?? test) : [];
  return asked?.text === name && type?.text === "dict";
}
