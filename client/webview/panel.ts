import type { Card, Figure, FromPage, PanelState, ToPage } from "./messages.ts";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const editor = acquireVsCodeApi();
const tell = (message: FromPage): void => editor.postMessage(message);

/** An element of the page's own markup, which always has it. */
function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

const stop = part("stop");
const rerun = part("rerun");
const text = part("text");

stop.addEventListener("click", () => tell({ kind: "stop" }));
rerun.addEventListener("click", () => tell({ kind: "rerun" }));
for (const what of ["text", "raw", "headers", "request", "curl"] as const) part(`copy-${what}`).addEventListener("click", () => tell({ kind: "copy", what }));

window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
  if (data.kind === "state") show(data.state);
  else append(data.more);
});

/** Follows the end of the text unless the user has scrolled away from it. */
function append(more: string): void {
  const isAtEnd = text.scrollHeight - text.scrollTop - text.clientHeight < 24;
  text.append(more);
  if (isAtEnd) text.scrollTop = text.scrollHeight;
}

function show(state: PanelState): void {
  const isRunning = state.phase === "sending" || state.phase === "receiving";
  part("title").textContent = state.title;
  part("where").textContent = state.where;
  setText(part("announcement"), state.announcement);
  document.body.dataset.phase = state.phase;
  stop.hidden = !isRunning;
  rerun.hidden = state.phase !== "done";
  text.setAttribute("aria-busy", String(isRunning));
  setText(text, state.text);
  const isEmpty = !isRunning && state.text === "";
  part("empty").hidden = !isEmpty;
  text.hidden = isEmpty;
  part("copy-text").hidden = isEmpty;
  showCard(state.card);
  fill(
    part("figures"),
    state.figures.map((figure) => {
      const group = element("div", "");
      group.append(...row(figure));
      return group;
    }),
  );
  fill(part("header-list"), state.headers.flatMap(row));
  for (const [id, lines] of [["notes", state.notes] as const, ["details", state.details] as const]) {
    part(`${id}-part`).hidden = lines.length === 0;
    fill(
      part(id),
      lines.map((line) => element("li", line)),
    );
  }
  setText(part("raw"), state.raw);
  setText(part("request"), state.request);
  setText(part("curl"), state.curl);
}

function showCard(card: Card | null): void {
  const section = part("card");
  section.hidden = card === null;
  if (card === null) return;
  section.dataset.tone = card.tone;
  part("headline").textContent = card.headline;
  part("side").textContent = card.side;
  part("side").hidden = card.side === "";
  part("message").textContent = card.message;
  part("message").hidden = card.message === "";
  part("next").textContent = card.next;
  part("next").hidden = card.next === "";
  const buttons = card.actions.map((label, index) => {
    const button = element("button", label);
    button.addEventListener("click", () => tell({ kind: "action", index }));
    return button;
  });
  fill(part("actions"), buttons);
}

const row = ({ name, value }: Figure): HTMLElement[] => [element("dt", name), element("dd", value)];

function element(name: string, content: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = content;
  return made;
}

const fill = (parent: HTMLElement, children: readonly HTMLElement[]): void => parent.replaceChildren(...children);

/** Leaves what is there already, so that a selection stays and a screen reader is not told again. */
function setText(target: HTMLElement, value: string): void {
  if (target.textContent !== value) target.textContent = value;
}

// The tabs, as the ARIA practices have them: one stop in the order of the Tab key, arrows between them.
const tabs = [...document.querySelectorAll<HTMLElement>("[role=tab]")];

function select(chosen: HTMLElement): void {
  for (const tab of tabs) {
    const isChosen = tab === chosen;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    part(tab.getAttribute("aria-controls") ?? "").hidden = !isChosen;
  }
}

for (const [index, tab] of tabs.entries()) {
  tab.addEventListener("click", () => select(tab));
  tab.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[key];
    const next = step === undefined ? undefined : tabs[(step + tabs.length) % tabs.length];
    if (next === undefined) return;
    select(next);
    next.focus();
  });
}

tell({ kind: "ready" });
