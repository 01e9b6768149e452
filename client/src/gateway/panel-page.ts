/** What the page loads, as addresses that a webview may read. */
export interface PageSources {
  readonly script: string;
  readonly style: string;
  /** The origin of the extension's own files. */
  readonly cspSource: string;
  /** Random for each page: nothing else may run in it. */
  readonly nonce: string;
}

const tabs = [
  { id: "text", title: "Response" },
  { id: "raw", title: "Raw events" },
  { id: "headers", title: "Headers" },
  { id: "request", title: "Request" },
  { id: "curl", title: "cURL" },
] as const;

/** The markup of the panel, which holds nothing of any request: the page's script sets every text as text. */
export function panelPage({ script, style, cspSource, nonce }: PageSources): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gateway test</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<header>
<div><h1 id="title">Gateway test</h1><p id="where"></p></div>
<button id="stop" hidden>Stop</button>
<button id="rerun" hidden>Rerun</button>
</header>
<p id="announcement" role="status" aria-live="polite"></p>
<section id="card" aria-labelledby="headline" hidden>
<h2 id="headline"></h2>
<p id="side"></p>
<p id="message"></p>
<p id="next"></p>
<div id="actions"></div>
</section>
<dl id="figures" aria-label="Figures"></dl>
<div role="tablist" aria-label="Details">
${tabs.map(({ id, title }, index) => `<button role="tab" id="tab-${id}" aria-controls="panel-${id}" aria-selected="${index === 0}" tabindex="${index === 0 ? 0 : -1}">${title}</button>`).join("\n")}
</div>
${tabs.map(({ id }, index) => `<div role="tabpanel" id="panel-${id}" aria-labelledby="tab-${id}" tabindex="0"${index === 0 ? "" : " hidden"}><button id="copy-${id}">Copy</button>${contentOf(id)}</div>`).join("\n")}
<section id="details-part" aria-labelledby="details-title" hidden><h2 id="details-title">About this answer</h2><ul id="details"></ul></section>
<section id="notes-part" aria-labelledby="notes-title" hidden><h2 id="notes-title">About this request</h2><ul id="notes"></ul></section>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

function contentOf(id: (typeof tabs)[number]["id"]): string {
  if (id === "text") return '<p id="empty">The model wrote nothing.</p><div id="text" role="region" aria-label="Response text" tabindex="0"></div>';
  return id === "headers" ? '<dl id="header-list" aria-label="Headers of the answer"></dl>' : `<pre id="${id}" tabindex="0"></pre>`;
}
