import type { Node } from "../syntax/nodes.ts";

/** Reads something of statements of the module's own level once, until the statement is another; what is read must hold wherever the statement stands. */
export function perStatement<T>(read: (statement: Node) => T): (statement: Node) => T {
  const known = new WeakMap<Node, { readonly changedIn: number; readonly value: T }>();
  return (statement) => {
    const last = known.get(statement);
    if (last?.changedIn === statement.changedIn) return last.value;
    const value = read(statement);
    known.set(statement, { changedIn: statement.changedIn, value });
    return value;
  };
}
