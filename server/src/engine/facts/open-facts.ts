/** What following finds, with its nodes, before it becomes facts. */
import type { Node } from "../syntax/nodes.ts";
import type { Role } from "./facts.ts";
import type { Variable } from "./names.ts";
import type { Resolution } from "./neighbors.ts";

/** One use of a variable before it becomes a fact. */
export interface OpenReference {
  readonly node: Node;
  readonly root: Node;
  readonly variable: Variable;
  readonly path: string;
  readonly isDirect: boolean;
  readonly role: Role;
  readonly taker: string | undefined;
}

/** One call before it becomes a fact. */
export interface OpenCall {
  readonly node: Node;
  readonly callee: OpenReference;
  readonly isNew: boolean;
}

/** A construction before it becomes a fact: of classes of the file, or of others whose methods call a model or that build on a package's class. */
export interface OpenConstruction extends Pick<OpenReference, "root" | "variable">, Pick<OpenCall, "isNew"> {
  readonly node: Node;
  readonly callee: Node;
  /** What may be constructed. */
  readonly classes: readonly ConstructedClass[];
}

/** A class of the file by its definition, or one of another file. */
export type ConstructedClass = { readonly kind: "here"; readonly definition: Node } | { readonly kind: "elsewhere"; readonly end: Resolution };
