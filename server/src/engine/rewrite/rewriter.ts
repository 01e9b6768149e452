import type { ImportFact } from "../facts/facts.ts";
import type { StatementFact } from "../facts/statement-facts.ts";
import { applyEdits, mergeEdits, type TextEdit } from "../text/edits.ts";
import { contains, type Span } from "../text/span.ts";
import { type AddedImport, localModuleName, moduleImport, partsOf } from "./added-imports.ts";
import { type ClientKind, clientOrder, type PlannedClient, planClient } from "./client.ts";
import { type AskedConfig, type ConfigConstant, keyOf, planConstants } from "./config-constants.ts";
import { definitionEdits } from "./definitions.ts";
import type { FixBuilder } from "./fix-builder.ts";
import type { FixRequest, ImportedClause } from "./fix-request.ts";
import { goingStatements, importEdits, importedAs } from "./import-edits.ts";
import type { RewriteSource } from "./imports.ts";
import { type PrintedFile, withNewlines } from "./insertions.ts";
import { lineStart } from "./lines.ts";
import { itemBehind, removeAllOrSome } from "./list.ts";
import { freeName } from "./names.ts";
import { isFreeToMove, type OwnImport, placeOfOwnImport } from "./own-imports.ts";
import { configText, widthOf } from "./portkey-config.ts";
import type { Printer } from "./printer.ts";
import { pythonPrinter } from "./python.ts";
import { linesAbove, statementBehind, withoutStatement } from "./statements.ts";
import { typescriptPrinter } from "./typescript.ts";
import { unreadDeclarations } from "./unread-declarations.ts";

/** Turns the requests of chosen fixes into one file's edits: fix-one, fix-rule and fix-file are this with more requests. */
export class Rewriter {
  readonly #source: RewriteSource;
  readonly #printer: Printer;
  readonly #isRequest: (path: string) => boolean;
  readonly #offered: readonly ((edit: FixBuilder) => void)[];
  readonly #clients = new Map<ClientKind, PlannedClient>();
  #constants: ReadonlyMap<string, ConfigConstant> | undefined;

  /** `offered` are all fixes of the file in source order, chosen or not. */
  constructor(source: RewriteSource, isRequest: (path: string) => boolean, offered: readonly ((edit: FixBuilder) => void)[]) {
    this.#source = source;
    this.#isRequest = isRequest;
    this.#offered = offered;
    this.#printer = source.facts.language === "python" ? pythonPrinter : typescriptPrinter;
  }

  /** Records what one fix asks for. */
  request(apply: (edit: FixBuilder) => void): FixRequest {
    const constants = new Set<ConfigConstant>();
    const nameOf = (asked: AskedConfig): string => {
      const constant = this.#planned().get(keyOf(asked));
      if (!constant) throw new RangeError(`no constant is planned for ${asked.name}`);
      constants.add(constant);
      return constant.name;
    };
    return { ...this.#collect(apply, nameOf), constants };
  }

  /** The constants that the file's fixes would share, planned when the first one is asked for. */
  #planned(): ReadonlyMap<string, ConfigConstant> {
    if (!this.#constants) {
      const asked: AskedConfig[] = [];
      for (const apply of this.#offered) {
        this.#collect(apply, (config) => {
          asked.push(config);
          return "";
        });
      }
      this.#constants = planConstants(asked, this.#source);
    }
    return this.#constants;
  }

  #collect(apply: (edit: FixBuilder) => void, constant: (asked: AskedConfig) => string): Omit<FixRequest, "constants"> {
    const edits: TextEdit[] = [];
    const clients = new Set<ClientKind>();
    const classes = new Set<ClientKind>();
    const modules = new Set<string>();
    const droppedImports: Span[] = [];
    const movedImports: Span[] = [];
    const addedImports: AddedImport[] = [];
    const removed: StatementFact[] = [];
    const names: ImportedClause[] = [];
    const ownImports: OwnImport[] = [];
    const emptied: ImportFact[] = [];
    const { layout } = this.#source.facts;
    const textOf = ({ start, end }: Span, inside: readonly TextEdit[] = []): string =>
      applyEdits(
        this.#source.text.slice(start, end),
        inside.map(({ span, text }) => ({ span: { start: span.start - start, end: span.end - start }, text })),
      );
    apply({
      layout,
      replace: (span, text) => void edits.push({ span, text }),
      insert: (offset, text) => void edits.push({ span: { start: offset, end: offset }, text }),
      insertStatement: (before, lines) => void edits.push({ span: { start: before, end: before }, text: lines.map((line) => `${line}${this.#separatorLike({ start: before })}`).join("") }),
      removeStatement: (statement) => void removed.push(statement),
      addItem: (after, item) => void edits.push(...itemBehind(this.#source.text, after, item, layout.newline)),
      addItemBefore: (before, item) => void edits.push({ span: { start: before.start, end: before.start }, text: `${item},${this.#separatorLike(before)}` }),
      removeItems: (items, isRemoved) => void edits.push(...removeAllOrSome(this.#source.text, items, isRemoved)),
      client: (kind) => {
        clients.add(kind);
        return this.#printer.clientUse(this.#client(kind).spec);
      },
      newClient: (kind, options) => {
        classes.add(kind);
        modules.add("os");
        const { spec, localClass } = this.#client(kind);
        return this.#printer.construction({ ...spec, className: localClass }, layout, options);
      },
      addComments: (statement, comments) => void (comments.length > 0 && edits.push(linesAbove(this.#source.text, statement, comments, layout))),
      addStatement: (behind, text) => void edits.push(statementBehind(this.#source.text, behind, text, layout)),
      dropStatement: (span) => void edits.push(withoutStatement(this.#source.text, span)),
      constant: (name, config) => constant({ name, config }),
      config: (value, at) => {
        const line = this.#source.text.slice(lineStart(this.#source.text, at), at);
        const { language } = this.#source.facts;
        return withNewlines(configText(value, { language, layout, textOf, indent: /^\s*/.exec(line)?.[0] ?? "", column: widthOf(line, language) }), layout.newline);
      },
      module: (name) => {
        modules.add(name);
        return importedAs(name, this.#source) ?? name;
      },
      textOf,
      string: (value) => this.#printer.string(value, layout),
      imported: (module, name, freed) => {
        const existing = this.#importedName(module, name);
        if (existing !== undefined) return existing;
        const { local, clause } = this.#freeClause(name, freed);
        names.push({ module, clause });
        return local;
      },
      importedBeside: (fact, clauses, module, name) => {
        const existing = this.#importedName(module, name);
        if (existing !== undefined) return existing;
        const { local, clause } = this.#freeClause(name);
        const first = fact.clauses[0];
        if (first && clauses.length === fact.clauses.length && this.#staysInPlace(fact, true, module))
          edits.push({ span: { start: first.start, end: first.start }, text: `${clause},${this.#separatorLike(first)}` });
        else names.push({ module, clause });
        return local;
      },
      dropImport: (span) => void droppedImports.push(span),
      replaceImport(span, text, clauses) {
        edits.push({ span, text });
        movedImports.push(...clauses);
      },
      moveNames: (fact, clauses, module, unread) => {
        movedImports.push(...clauses, ...unread);
        const isAll = clauses.length + unread.length === fact.clauses.length;
        const isOf = (spans: readonly Span[], index: number): boolean => spans.some(({ start }) => start === fact.clauses[index]?.start);
        const isMoved = (index: number): boolean => isOf(clauses, index);
        if (!this.#staysInPlace(fact, isAll, module)) {
          if (isAll) emptied.push(fact);
          else edits.push(...removeAllOrSome(this.#source.text, fact.clauses, isMoved));
          names.push(...clauses.map((span) => ({ module, clause: textOf(span) })));
        } else if (isAll && fact.moduleSpan) {
          edits.push({ span: fact.moduleSpan, text: module });
          if (unread.length > 0) edits.push(...removeAllOrSome(this.#source.text, fact.clauses, (index) => isOf(unread, index)));
        } else {
          edits.push(...removeAllOrSome(this.#source.text, fact.clauses, isMoved));
          const moved = clauses.map((span) => textOf(span));
          addedImports.push({ behind: fact.span, line: fact.place === "module" ? this.#printer.importNames(module, moved, layout, false) : `from ${module} import ${moved.join(", ")}` });
        }
      },
      adapterModule: (behind, module) => {
        const local = localModuleName(this.#source, module);
        const line = moduleImport(module, local);
        const { folder: from } = partsOf(module);
        const home = from === undefined ? undefined : placeOfOwnImport(this.#source, from, module);
        const fact = this.#source.facts.imports.find(({ span }) => span.start === behind.start);
        if (from !== undefined && home && (!fact || isFreeToMove(fact, false, module, home, this.#source))) ownImports.push({ from, line, module });
        else addedImports.push({ behind, line });
        return local;
      },
    });
    return { edits: [...edits, ...removed.map(({ span }) => ({ span, text: "" }))], clients, classes, modules, droppedImports, movedImports, addedImports, removed, names, ownImports, emptied };
  }

  /** The edits of all accepted requests with the imports and clients they need, and the imports that go with their last use. */
  render(requests: readonly FixRequest[]): { readonly edits: readonly TextEdit[]; readonly droppedImports: readonly Span[] } {
    const file: PrintedFile = { source: this.#source, printer: this.#printer };
    const planned = (isAsked: (request: FixRequest, kind: ClientKind) => boolean): PlannedClient[] =>
      clientOrder.filter((kind) => requests.some((request) => isAsked(request, kind))).map((kind) => this.#client(kind));
    const missing = planned(({ clients }, kind) => clients.has(kind)).filter(({ existing }) => existing === undefined);
    const inPlace = planned(({ classes }, kind) => classes.has(kind));
    const imports = importEdits(requests, { missing, inPlace }, file);
    const configs = [...new Set(requests.flatMap(({ constants }) => [...constants]))].filter(({ isThere }) => !isThere);
    const definitions = definitionEdits({ clients: missing, configs, importLines: imports.unplaced, deletions: imports.deletions }, this.#isRequest, file);
    const removed = goingStatements(requests);
    // How a statement goes, with all that is inside, is among the edits of the imports.
    const goes = ({ span: place }: TextEdit): boolean => place.end > place.start && removed.some(({ span }) => contains(span, place));
    // A name that something else stands for from now on is read anew, though its text stays.
    const isChange = ({ span, text }: TextEdit): boolean => text !== this.#source.text.slice(span.start, span.end);
    const asked = mergeEdits(requests.flatMap(({ edits }) => edits));
    const own = asked.filter((edit) => isChange(edit) && !goes(edit));
    return { edits: mergeEdits([...own, ...imports.edits, ...definitions, ...unreadDeclarations(this.#source, [...asked, ...definitions])]), droppedImports: imports.droppedImports };
  }

  #client(kind: ClientKind): PlannedClient {
    let planned = this.#clients.get(kind);
    if (!planned) {
      planned = planClient(this.#source.facts, kind, this.#isRequest);
      // Two clients planned for one file must not take the same free name.
      for (const other of this.#clients.values()) if (other.spec.name === planned.spec.name) planned = { ...planned, spec: { ...planned.spec, name: `async_${planned.spec.name}` } };
      this.#clients.set(kind, planned);
    }
    return planned;
  }

  /** The name under which a file takes a name from a module early enough for all its code. */
  #importedName(module: string, name: string): string | undefined {
    const { imports, afterImports } = this.#source.facts.anchors;
    return imports.find((entry) => entry.module === module && entry.name === name && entry.statement.end <= afterImports)?.local;
  }

  /** The clause of an import by which a name is free in the file. */
  #freeClause(name: string, freed?: string): { readonly local: string; readonly clause: string } {
    const local = freed ?? freeName([name, `${name}_name`], this.#source.facts.anchors.uses);
    return { local, clause: local === name ? name : `${name} as ${local}` };
  }

  /** Whether a statement whose names another module gives has to go on giving them where it stands. */
  #staysInPlace(fact: ImportFact, isAll: boolean, module: string): boolean {
    const home = placeOfOwnImport(this.#source, module, module);
    return !home || !isFreeToMove(fact, isAll, module, home, this.#source);
  }

  /** What stands before an item of a list: a space, or a line break with the item's indentation. */
  #separatorLike({ start }: Pick<Span, "start">): string {
    const { text, facts } = this.#source;
    const before = text.slice(lineStart(text, start), start);
    return before.trim() === "" ? `${facts.layout.newline}${before}` : " ";
  }
}
