import type { StatementFact, TopLevelImport } from "../facts/facts.ts";
import { applyEdits, mergeEdits, type TextEdit } from "../text/edits.ts";
import { bySource, type Span } from "../text/span.ts";
import { SpanIndex } from "../text/span-index.ts";
import { type AddedImport, importsBehind, indentationOf, localModuleName, moduleImport } from "./added-imports.ts";
import { type ClientKind, clientModules, clientOrder, type PlannedClient, planClient } from "./client.ts";
import { type AskedConfig, type ConfigConstant, definitionsOf, keyOf, planConstants } from "./config-constants.ts";
import type { FixBuilder } from "./fix-builder.ts";
import type { FixRequest, ImportedClause } from "./fix-request.ts";
import { dropClauses, emptiedBlocks, extendImport, neighbour, placeOfModuleImport, type RewriteSource, unreadNames } from "./imports.ts";
import { blankLinesAt, lineStart, nextLine } from "./lines.ts";
import { itemBehind, removeAllOrSome } from "./list.ts";
import { freeName } from "./names.ts";
import { configText, widthOf } from "./portkey-config.ts";
import type { ClientSpec, Printer } from "./printer.ts";
import { pythonPrinter } from "./python.ts";
import { joinDeletions, removeStatements, textWithout } from "./removed-statements.ts";
import { linesAbove, statementBehind, withoutStatement } from "./statements.ts";
import { isTypedFile, typescriptPrinter } from "./typescript.ts";

/** Packages whose imports make way for the new ones. */
const packagesLeft = ["litellm"];

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
      addItem: (after, item) => void edits.push(itemBehind(this.#source.text, after, item, layout.newline)),
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
        return configText(value, { language: this.#source.facts.language, layout, textOf, indent: /^\s*/.exec(line)?.[0] ?? "", column: widthOf(line, this.#source.facts.language) }).replaceAll(
          "\n",
          layout.newline,
        );
      },
      module: (name) => {
        modules.add(name);
        return this.#importedAs(name) ?? name;
      },
      textOf,
      string: (value) => this.#printer.string(value, layout),
      imported: (module, name) => {
        const { imports, afterImports, uses } = this.#source.facts.anchors;
        const existing = imports.find((entry) => entry.module === module && entry.name === name && entry.statement.end <= afterImports);
        if (existing) return existing.local;
        const local = freeName([name, `${name}_name`], uses);
        names.push({ module, clause: local === name ? name : `${name} as ${local}` });
        return local;
      },
      dropImport: (span) => void droppedImports.push(span),
      replaceImport(span, text, clauses) {
        edits.push({ span, text });
        movedImports.push(...clauses);
      },
      addImport(behind, line, clauses) {
        addedImports.push({ behind, line });
        movedImports.push(...clauses);
      },
      adapterModule: (behind, module) => {
        const local = localModuleName(this.#source, module);
        addedImports.push({ behind, line: moduleImport(module, local) });
        return local;
      },
    });
    return { edits: [...edits, ...removed.map(({ span }) => ({ span, text: "" }))], clients, classes, modules, droppedImports, movedImports, addedImports, removed, names };
  }

  /** The edits of all accepted requests with the imports and clients they need, and the imports that go with their last use. */
  render(requests: readonly FixRequest[]): { readonly edits: readonly TextEdit[]; readonly droppedImports: readonly Span[] } {
    const { facts } = this.#source;
    const removed = new Map(requests.flatMap((request) => request.removed.map((statement) => [statement.span.start, statement] as const)));
    const asked = mergeEdits(requests.flatMap(({ edits }) => edits));
    const consumed = new SpanIndex(
      asked.map(({ span }) => span),
      (span) => span,
    );
    const missing = clientOrder
      .filter((kind) => requests.some(({ clients }) => clients.has(kind)))
      .map((kind) => this.#client(kind))
      .filter(({ existing }) => existing === undefined);

    const added: TextEdit[] = [];
    const byModule = new Map<string, string[]>();
    const anchor = neighbour(this.#source, packagesLeft);
    const asks = new Map(requests.flatMap(({ names }) => names.map(({ module, clause }) => [clause, module] as const)));
    // An import that comes later stands closer to the one that both stand behind, and behind those at the file's start.
    const addNames = (): void => {
      for (const [clause, module] of asks) byModule.set(module, [...(byModule.get(module) ?? []), clause]);
    };
    if (anchor) addNames();
    const asMade = clientOrder.filter((kind) => requests.some(({ classes }) => classes.has(kind))).map((kind) => this.#client(kind));
    for (const { spec, localClass, isImported } of new Set([...missing, ...asMade])) {
      if (!isImported) byModule.set(spec.module, [...(byModule.get(spec.module) ?? []), this.#printer.importedName(spec, localClass)]);
    }

    if (!anchor) addNames();
    const droppedImports: Span[] = requests.flatMap((request) => request.movedImports);
    const behind = importsBehind(
      this.#source,
      requests.flatMap(({ addedImports }) => addedImports),
    );
    const modules = new Set([...missing.flatMap(({ spec }) => this.#printer.modulesOf(spec)), ...requests.flatMap(({ modules }) => [...modules])]);
    const lines: string[] = [];
    for (const module of modules) {
      if (!clientModules.has(module) || this.#importedAs(module) !== undefined) continue;
      modules.delete(module);
      const line = this.#printer.importModule(module, facts.layout);
      const beside = facts.anchors.imports.find((entry) => entry.module === module && entry.statement.end <= facts.anchors.afterImports);
      if (beside) added.push({ span: { start: beside.statement.start, end: beside.statement.start }, text: this.#native(`${line}\n`) });
      else lines.push(line);
    }
    let inPlace: string | undefined;
    const isOfClient = ({ module, name, statement }: TopLevelImport): boolean => clientModules.has(module) && name !== undefined && statement.end <= facts.anchors.afterImports;
    for (const [module, names] of byModule) {
      const existing =
        facts.language === "python" ? facts.anchors.imports.filter((entry) => entry.module === module && entry.name !== undefined && entry.statement.end <= facts.anchors.afterImports) : [];
      const isSorted = [...names].sort();
      const line = this.#printer.importNames(module, isSorted, facts.layout, this.#usesRequire());
      const behindIt = anchor && facts.language === "python" && !clientModules.has(module) ? facts.anchors.imports.find(isOfClient) : undefined;
      if (existing.length > 0) added.push(...extendImport(existing, isSorted));
      else if (behindIt) added.push({ span: { start: behindIt.statement.start, end: behindIt.statement.start }, text: this.#native(`${line}\n`) });
      else lines.push(line);
    }
    const dropped = facts.imports.flatMap((fact) => {
      const clauses = unreadNames(
        fact,
        this.#source,
        consumed,
        requests.flatMap((request) => request.droppedImports),
      );
      return clauses.length > 0 ? [{ fact, clauses }] : [];
    });
    if (lines.length > 0 && anchor) {
      const goes = dropped.some(({ fact, clauses }) => fact === anchor && clauses.length === fact.clauses.length);
      if (goes) inPlace = this.#native(lines.join("\n"));
      else added.push(this.#lineAfter(anchor.span.end, lines.join("\n")));
      lines.length = 0;
    }
    const last = facts.language === "typescript" && missing.length === 0 ? this.#lastImport() : undefined;
    if (lines.length > 0 && last) {
      added.push(this.#lineAfter(last.end, lines.join("\n")));
      lines.length = 0;
    }
    const whole = dropped.flatMap(({ fact, clauses }) => (clauses.length === fact.clauses.length ? [fact] : []));
    const emptied = this.#printer.emptyStatement === "" ? new Set<StatementFact>() : emptiedBlocks([...whole, ...removed.values()].sort((a, b) => bySource(a.span, b.span)));
    const gone: TextEdit[] = removeStatements([...removed.values()], this.#source.text, (statement) => (emptied.has(statement) ? this.#printer.emptyStatement : undefined));
    for (const { fact, clauses } of dropped) {
      const isWhole = clauses.length === fact.clauses.length;
      const inItsPlace = isWhole ? (behind.get(fact.span.start)?.lines ?? []) : [];
      if (isWhole) behind.delete(fact.span.start);
      const own = [...inItsPlace, ...(fact === anchor && inPlace !== undefined ? [inPlace] : [])];
      const replacement = own.length > 0 ? own.join(`${facts.layout.newline}${indentationOf(this.#source.text, fact.span)}`) : emptied.has(fact) ? this.#printer.emptyStatement : undefined;
      const edits = dropClauses(fact, this.#source, clauses, replacement);
      gone.push(...edits);
      if (edits.length > 0) droppedImports.push(...clauses.flatMap((index) => fact.clauses[index] ?? []));
    }
    for (const { behind: statement, lines: others } of behind.values()) for (const line of others) added.push(this.#lineAfter(statement.end, indentationOf(this.#source.text, statement) + line));
    added.push(...joinDeletions(gone), ...this.#moduleImports(modules));
    const constants = new Set(requests.flatMap((request) => [...request.constants]));
    added.push(
      ...this.#definitions(
        missing,
        lines,
        [...constants].filter(({ isThere }) => !isThere),
        joinDeletions(gone),
      ),
    );
    const others = asked.filter(({ span, text }) => text !== "" || removed.get(span.start)?.span.end !== span.end);
    return { edits: mergeEdits([...others, ...added]), droppedImports };
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

  /** Top-level definitions of configs and clients, with import lines that found no neighbour, after the file's imports. */
  #definitions(missing: readonly PlannedClient[], importLines: readonly string[], constants: readonly ConfigConstant[], gone: readonly TextEdit[]): TextEdit[] {
    const { facts } = this.#source;
    const { edits, first, end } = definitionsOf(constants, this.#source);
    const configs = first.map((line): Definition => ({ style: "config", text: line }));
    const clients = missing.map(
      ({ spec, localClass }): Definition => ({ style: spec.style, text: this.#printer.client({ ...spec, className: localClass }, facts.layout, isTypedFile(this.#source.uri)) }),
    );
    const beside = this.#existingBeside(missing);
    const later = beside ?? (end === undefined ? undefined : ({ at: end, behind: "config" } as const));
    const top = this.#block(this.#afterImports(), later ? configs : [...configs, ...clients], { importLines, gone });
    return [...edits, ...top, ...(later ? this.#block(later.at, clients, { ...later, gone }) : [])];
  }

  /** Where the first definition of a file goes. */
  #afterImports(): number {
    const { text, facts } = this.#source;
    const { afterImports, firstImport } = facts.anchors;
    return afterImports === 0 ? 0 : nextLineOf(text, afterImports, afterImports > firstImport || facts.anchors.imports.length > 0);
  }

  /** Definitions as one piece of text, set apart from each other, from the one they go `behind`, and from what follows unless that is a client too. */
  #block(
    at: number,
    definitions: readonly Definition[],
    { importLines = [], behind, isBefore = false, gone }: Partial<Beside> & { readonly importLines?: readonly string[]; readonly gone: readonly TextEdit[] },
  ): TextEdit[] {
    if (definitions.length === 0 && importLines.length === 0) return [];
    const { text, facts } = this.#source;
    // Without semicolons, what begins with a bracket would go on with the client's line.
    const needsEnd = facts.language === "typescript" && !facts.layout.semicolons && definitions.at(-1)?.style === "constant" && /^\s*(?:[([`+-]|\/(?![/*]))/.test(text.slice(at));
    let inserted = importLines.map((line) => `${line}\n`).join("");
    let previous = behind;
    for (const { style, text: definition } of definitions) {
      const blank = previous === style && style !== "function" ? 0 : this.#printer.blankLines(style === "function" || previous === "function" ? "function" : "constant");
      inserted += `${inserted === "" && at === 0 ? "" : "\n".repeat(blank)}${definition}\n`;
      previous = style;
    }
    if (needsEnd) inserted = inserted.replace(/\n$/, ";\n");
    if (previous !== undefined && at < text.length && !isBefore)
      inserted += "\n".repeat(Math.max(0, this.#printer.blankLines(previous === "function" ? "function" : "constant") - blankLinesAt(textWithout(gone, text, at), 0)));
    return [{ span: { start: at, end: at }, text: this.#breakBefore(at) + this.#native(inserted) }];
  }

  /** Where clients go that stand together with those of other kinds which the file already has, in the order of the kinds. */
  #existingBeside(missing: readonly PlannedClient[]): Beside | undefined {
    const { text, facts } = this.#source;
    const first = missing[0];
    if (!first) return undefined;
    let beside: Beside | undefined;
    for (const kind of clientOrder) {
      if (missing.some((other) => other.kind === kind)) continue;
      const { existing, spec } = planClient(facts, kind, this.#isRequest);
      const declared = spec.style === "constant" ? existing?.initial?.span : existing?.returned?.span;
      if (!declared || declared.start < facts.anchors.firstImport) continue;
      if (clientOrder.indexOf(kind) < clientOrder.indexOf(first.kind)) beside = { at: nextLine(text, declared.end), behind: spec.style };
      // The top of the file is before any function.
      else if (spec.style === "constant") beside ??= { at: lineStart(text, declared.start), behind: spec.style, isBefore: true };
    }
    return beside;
  }

  #lineAfter(offset: number, line: string): TextEdit {
    const at = nextLine(this.#source.text, offset);
    return { span: { start: at, end: at }, text: this.#breakBefore(at) + this.#native(`${line}\n`) };
  }

  /** A line break where the last line of the file has none. */
  #breakBefore(at: number): string {
    const before = this.#source.text[at - 1];
    return at === 0 || before === "\n" || before === "\r" || before === "\uFEFF" ? "" : this.#source.facts.layout.newline;
  }

  /** What stands before an item of a list: a space, or a line break with the item's indentation. */
  #separatorLike({ start }: Pick<Span, "start">): string {
    const { text, facts } = this.#source;
    const before = text.slice(lineStart(text, start), start);
    return before.trim() === "" ? `${facts.layout.newline}${before}` : " ";
  }

  /** Imports of modules that the file does not import yet, together where they go to one place. */
  #moduleImports(modules: ReadonlySet<string>): TextEdit[] {
    const places = new Map<number, { lines: string[]; isOwnGroup: boolean }>();
    for (const module of [...modules].sort()) {
      if (this.#importedAs(module) !== undefined) continue;
      const { offset, isOwnGroup } = placeOfModuleImport(this.#source, module);
      const place = places.get(offset) ?? { lines: [], isOwnGroup };
      place.lines.push(`${this.#printer.importModule(module, this.#source.facts.layout)}\n`);
      places.set(offset, place);
    }
    return [...places].map(([offset, { lines, isOwnGroup }]) => ({ span: { start: offset, end: offset }, text: this.#breakBefore(offset) + this.#native(lines.join("") + (isOwnGroup ? "\n" : "")) }));
  }

  /** The last import at the file's start, where more than types and comments stands between it and the first definition. */
  #lastImport(): Span | undefined {
    const { text, facts } = this.#source;
    const { imports, afterImports } = facts.anchors;
    const last = imports.filter(({ statement }) => statement.end <= afterImports).at(-1)?.statement;
    const between = last ? text.slice(last.end, afterImports) : "";
    return /^(?!\s*(?:$|import\b|\/\/|\/?\*|[;}]|\S+,?$))/m.test(between) ? last : undefined;
  }

  /** The name under which the file imports a module early enough for its clients. */
  #importedAs(module: string): string | undefined {
    const { imports, afterImports } = this.#source.facts.anchors;
    return imports.find((entry) => entry.module === module && entry.name === undefined && entry.local === module && entry.statement.end <= afterImports)?.local;
  }

  #usesRequire(): boolean {
    const { text, facts } = this.#source;
    return facts.imports.some(({ form }) => form === "require") && !facts.anchors.imports.some(({ statement }) => text.startsWith("import", statement.start));
  }

  #native(text: string): string {
    const { newline } = this.#source.facts.layout;
    return newline === "\n" ? text : text.replaceAll("\n", newline);
  }
}

/** Where definitions go beside another one. */
interface Beside {
  readonly at: number;
  /** The style of the one that they go behind, or before. */
  readonly behind: Definition["style"];
  readonly isBefore?: boolean;
}

/** A definition for the module's own level. */
interface Definition {
  readonly style: ClientSpec["style"] | "config";
  readonly text: string;
}

const nextLineOf = (text: string, offset: number, isAfterStatement: boolean): number =>
  isAfterStatement || (offset > 0 && text[offset - 1] !== "\n" && text[offset - 1] !== "\r" && text[offset - 1] !== "\uFEFF") ? nextLine(text, offset) : offset;
