import type { ImportFact } from "../facts/facts.ts";
import type { StatementFact } from "../facts/statement-facts.ts";
import type { TextEdit } from "../text/edits.ts";
import type { Span } from "../text/span.ts";
import type { AddedImport } from "./added-imports.ts";
import type { ClientKind } from "./client.ts";
import type { ConfigConstant } from "./config-constants.ts";
import type { OwnImport } from "./own-imports.ts";

/** What one fix has asked for. */
export interface FixRequest {
  readonly edits: readonly TextEdit[];
  readonly clients: ReadonlySet<ClientKind>;
  readonly constants: ReadonlySet<ConfigConstant>;
  /** Classes of clients that places make for themselves. */
  readonly classes: ReadonlySet<ClientKind>;
  readonly modules: ReadonlySet<string>;
  readonly droppedImports: readonly Span[];
  /** Names whose imports were changed to bring them from elsewhere. */
  readonly movedImports: readonly Span[];
  readonly addedImports: readonly AddedImport[];
  /** Statements that go; how, depends on what else goes from their block. */
  readonly removed: readonly StatementFact[];
  readonly names: readonly ImportedClause[];
  /** Modules of the project's own that the file gets by lines among its other imports of such. */
  readonly ownImports: readonly OwnImport[];
  /** Imports all of whose names come in elsewhere. */
  readonly emptied: readonly ImportFact[];
}

/** A name that the file gets from a module, as its import writes it. */
export interface ImportedClause {
  readonly module: string;
  readonly clause: string;
}
