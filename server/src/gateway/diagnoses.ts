// The table of what can come of a request: many lines, one row a cause, so that it can be read from top to bottom; the first row that fits holds.
import { likelyModels, slugged } from "./model-names.ts";
import type { Action } from "./outcome.ts";
import { duration } from "./retry-after.ts";
import {
  againAt,
  argumentOf,
  bySource,
  ended,
  failedChecks,
  hasFailedHooks,
  host,
  isGatewayRefusal,
  isInCatalog,
  isServerError,
  isSlugMissing,
  isSuccess,
  known,
  limitOf,
  otherBase,
  phaseInWords,
  provider,
  providerOf,
  quotedError,
  type Row,
  redirectedBase,
  retryAtOf,
  type Seen,
  said,
  sentence,
  shortUrl,
  soFar,
  source,
  status,
  suggested,
  timeoutOf,
  tooShort,
  waited,
} from "./seen.ts";

const retry: Action = { kind: "retry" };
const changeProfile: Action = { kind: "change-profile" };
const showBody: Action = { kind: "show-body" };
const openStatus: Action = { kind: "open-status" };
const openLogs = ({ outcome }: Seen): Action => ({ kind: "open-logs", traceId: outcome.gateway.traceId });
const pickModel = ({ request, context }: Seen): Action => ({ kind: "pick-model", nearest: likelyModels(request.model, context.models ?? []) });
const mapSlug = ({ request }: Seen): Action => ({ kind: "map-slug", provider: providerOf(request.model) });

// ── The way to the gateway ──────────────────────────────────────────────────────────────────────────────────────────

const network = (code: string, codes: RegExp, row: Pick<Row, "message" | "next" | "actions">): Row => ({
  code,
  side: "network",
  when: ({ outcome: { ending } }) => ending.kind === "network" && ending.phase !== "body" && codes.test(ending.code),
  ...row,
});

const wayRows: readonly Row[] = [
  {
    code: "cancelled",
    side: null,
    when: ended("cancelled"),
    message: ({ outcome }) => `Stopped ${outcome.text === "" ? "before an answer came" : "in the middle of the answer"}, after ${duration(outcome.timings.totalMs)}.`,
    next: () => "Run it again when you want to; the provider may have counted the tokens so far.",
    actions: () => [retry],
  },
  ...refusals(),
  network("proxy-authentication", /^EPROXYAUTH$/, {
    message: () => "The proxy wants a user name and a password.",
    next: () => "Set them where the proxy is set.",
    actions: () => [{ kind: "open-proxy-settings" }],
  }),
  network("proxy-failed", /^EPROXY$/, {
    message: (seen) => `The proxy makes no connection to ${host(seen)}: ${seen.outcome.ending.kind === "network" ? seen.outcome.ending.message : ""}.`,
    next: () => "Check the proxy's address, and whether it lets this host through.",
    actions: () => [{ kind: "open-proxy-settings" }, retry],
  }),
  network("host-unknown", /^(ENOTFOUND|EAI_NONAME|EAI_NODATA)$/, {
    message: (seen) => `No name server knows ${host(seen)}.`,
    next: () => "Check the gateway's address for a typo; if it is right, check the VPN and the name server.",
    actions: () => [{ kind: "fix-url", url: null }, changeProfile, retry],
  }),
  network("name-server-silent", /^EAI_AGAIN$/, {
    message: (seen) => `The name server did not answer when asked for ${host(seen)}.`,
    next: () => "Check the network connection, then run it again.",
    actions: () => [retry, { kind: "open-proxy-settings" }],
  }),
  {
    code: "local-gateway-down",
    side: "gateway",
    when: ({ request, outcome: { ending }, error }) =>
      request.profile.id === "local" && ((ending.kind === "network" && ending.phase !== "body") || /^gateway-(stopped|unreachable)$/.test(error.code ?? "")),
    message: () => "The local gateway is not running.",
    next: () => "Restart it.",
    actions: () => [{ kind: "restart-local" }],
  },
  network("connection-refused", /^ECONNREFUSED$/, {
    message: (seen) => `Nothing listens at ${host(seen)}.`,
    next: (seen) => (seen.gateway.baseUrl === null ? "Start the gateway, or correct its address and port." : "Check whether a firewall or a proxy is in the way."),
    actions: () => [retry, { kind: "fix-url", url: null }, changeProfile],
  }),
  network("host-unreachable", /^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENETDOWN|EACCES)$/, {
    message: (seen) => `There is no way to ${host(seen)} from here.`,
    next: () => "Check the network connection, the VPN and the firewall.",
    actions: () => [retry, { kind: "open-proxy-settings" }],
  }),
  network("tls-untrusted", /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_UNTRUSTED|ERR_TLS_CERT_SIGNATURE/, {
    message: (seen) => `The certificate of ${host(seen)} was issued by nobody that this machine trusts.`,
    next: () => "If a company proxy reads the traffic, or the gateway has a certificate of your own, name its CA file in NODE_EXTRA_CA_CERTS and start again; checks are never switched off.",
    actions: () => [{ kind: "open-proxy-settings" }, changeProfile],
  }),
  network("tls-expired", /CERT_(HAS_EXPIRED|NOT_YET_VALID)/, {
    message: (seen) => `The certificate of ${host(seen)} is not valid today.`,
    next: () => "Check this machine's clock; if it is right, whoever runs the gateway has to renew the certificate.",
    actions: () => [retry],
  }),
  network("tls-wrong-host", /ALTNAME_INVALID/, {
    message: (seen) => `The certificate that was shown is for another host than ${host(seen)}.`,
    next: () => "Correct the gateway's address to the name that the certificate is for.",
    actions: () => [{ kind: "fix-url", url: null }, changeProfile],
  }),
  network("tls-failed", /^(EPROTO|ERR_SSL_|ERR_TLS_)|SSL|TLS/, {
    message: (seen) => `The server at ${host(seen)} does not speak TLS as it has to.`,
    next: () => "Check the port: a gateway without TLS is asked by http, on this machine alone.",
    actions: () => [{ kind: "fix-url", url: null }, { kind: "open-proxy-settings" }],
  }),
  network("not-http", /^HPE_/, {
    message: (seen) => `What listens at ${host(seen)} does not speak HTTP.`,
    next: () => "Correct the gateway's address and port.",
    actions: () => [{ kind: "fix-url", url: null }],
  }),
  {
    code: "timeout-connect",
    side: "network",
    when: ({ outcome: { ending } }) =>
      (ending.kind === "timed-out" && (ending.limit === "connect" || /^(name|connect|tls)$/.test(ending.phase))) || (ending.kind === "network" && ending.code === "ETIMEDOUT"),
    message: (seen) => `No connection to ${host(seen)} within ${duration(waited(seen))}: ${phaseInWords(seen)} took too long.`,
    next: () => "Check the network, the proxy and the firewall, or give it more time.",
    actions: () => [{ kind: "retry-longer", limit: "connect" }, { kind: "open-proxy-settings" }, changeProfile],
  },
  {
    code: "timeout-first-byte",
    side: "provider",
    when: ({ outcome: { ending } }) => ending.kind === "timed-out" && ending.phase === "first-byte",
    message: (seen) => `The gateway took the request, but no answer began within ${duration(waited(seen))}.`,
    next: () => "The model may be slow or busy: run it again with a longer limit, or with another model.",
    actions: (seen) => [{ kind: "retry-longer", limit: limitOf(seen) }, pickModel(seen)],
  },
  {
    code: "timeout-idle",
    side: "provider",
    when: ({ outcome: { ending } }) => ending.kind === "timed-out" && ending.limit === "idle",
    message: (seen) => `The answer stopped in the middle: nothing more came for so long that it was given up after ${duration(waited(seen))}${soFar(seen)}.`,
    next: () => "Run it again with a longer limit between two pieces.",
    actions: (seen) => [{ kind: "retry-longer", limit: "idle" }, openLogs(seen)],
  },
  {
    code: "timeout-total",
    side: "provider",
    when: ended("timed-out"),
    message: (seen) => `The answer was not complete after ${duration(waited(seen))}${soFar(seen)}.`,
    next: () => "Run it again with a longer limit, or with a lower cap on tokens.",
    actions: () => [{ kind: "retry-longer", limit: "total" }],
  },
  {
    code: "answer-too-long",
    side: "provider",
    when: ended("too-long"),
    message: ({ outcome }) => `The answer is longer than the ${Math.round(outcome.body.bytes / 1_000_000)} MB that are read; its beginning is kept.`,
    next: () => "Check that the gateway's address is right, and ask for less.",
    actions: () => [showBody],
  },
  {
    code: "answer-garbled",
    side: "network",
    when: ({ outcome: { ending } }) => ending.kind === "network" && /^(Z_|ERR_ZLIB|ERR__ERROR_FORMAT|ERR_BROTLI)|^ERR_.*PADDING|BROTLI/.test(ending.code),
    message: () => "The answer says that it is compressed, but cannot be decompressed.",
    next: () => "Something between here and the gateway changes answers: check the proxy.",
    actions: () => [retry, { kind: "open-proxy-settings" }],
  },
  {
    code: "answer-cut",
    side: "network",
    when: ({ outcome: { ending } }) => ending.kind === "network" && ending.phase === "body",
    message: (seen) => `The connection broke in the middle of the answer${soFar(seen)}.`,
    next: () => "Run it again; if it breaks at the same time each time, a proxy on the way has a limit.",
    actions: (seen) => [retry, openLogs(seen)],
  },
  network("connection-closed", /^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM)/, {
    message: (seen) => `The server at ${host(seen)} closed the connection without an answer.`,
    next: () => "Run it again; check the proxy, and whether the port speaks what the address says (http or https).",
    actions: () => [retry, { kind: "open-proxy-settings" }, { kind: "fix-url", url: null }],
  }),
  {
    code: "network-failed",
    side: "network",
    when: ended("network"),
    message: ({ outcome: { ending } }) => `The request failed on its way: ${ending.kind === "network" ? `${ending.message} (${ending.code})` : ""}.`,
    next: () => "Run it again; check the network and the proxy.",
    actions: () => [retry, { kind: "open-proxy-settings" }],
  },
];

/** A request that was not sent, by what was wrong with it. */
function refusals(): readonly Row[] {
  const row = (code: string, next: string, isAbout: RegExp, actions: (url: string | null) => readonly Action[]): Row => ({
    code,
    side: "configuration",
    when: ({ outcome: { ending } }) => ending.kind === "not-sent" && isAbout.test(ending.refusal.code) && (code === ending.refusal.code || code === "url-wrong"),
    message: ({ outcome: { ending } }) => `Nothing was sent. ${ending.kind === "not-sent" ? ending.refusal.why : ""}`,
    next: ({ outcome: { ending } }) => (ending.kind === "not-sent" && ending.refusal.instead !== null ? `Set the address to ${ending.refusal.instead}.` : next),
    actions: ({ outcome: { ending } }) => actions(ending.kind === "not-sent" ? ending.refusal.instead : null),
  });
  const urlCodes = ["url-invalid", "url-not-https", "url-userinfo", "url-query", "url-without-v1", "url-doubled-v1", "url-endpoint"];
  return [
    ...urlCodes.map((code) => row(code, "Correct the gateway's address.", /^url-/, (url) => [{ kind: "fix-url", url }, changeProfile])),
    row("address-forbidden", "Set the gateway's address to one where a gateway is; if a name server misled you, tell whoever runs the network.", /^address/, () => [changeProfile]),
    row("header-forbidden", "Take the header out of the settings.", /^header/, () => [changeProfile]),
    row("auth-forbidden", "Choose the profile that fits the gateway.", /^auth/, () => [changeProfile]),
    row("key-invalid", "Set the key again.", /^key/, () => [{ kind: "set-key" }]),
  ];
}

// ── Answers with an error ───────────────────────────────────────────────────────────────────────────────────────────

const statusRows: readonly Row[] = [
  {
    code: "redirected",
    side: "configuration",
    when: status(300, 399),
    message: ({ outcome }) => `The address leads elsewhere${outcome.headers.location ? `, to ${shortUrl(outcome.headers.location)}` : ""}; the key was not taken there.`,
    next: () => "If that is your gateway, set its address; otherwise find out who redirects: often a login page.",
    actions: ({ outcome, request }) => [{ kind: "fix-url", url: redirectedBase(outcome.headers.location, request) }, changeProfile],
  },
  {
    code: "proxy-authentication",
    side: "network",
    when: status(407),
    message: () => "The proxy wants a user name and a password.",
    next: () => "Set them where the proxy is set.",
    actions: () => [{ kind: "open-proxy-settings" }],
  },
  {
    code: "guardrail-denied",
    side: "gateway",
    when: ({ outcome, error }) => outcome.status === 446 || error.type === "hooks_failed",
    message: (seen) => `A guardrail denied the request${failedChecks(seen)}.`,
    next: () => "The gateway's log of this trace says which check failed and why.",
    actions: (seen) => [openLogs(seen), showBody],
  },
  {
    code: "no-provider",
    side: "configuration",
    when: said(/Either x-portkey-config or x-portkey-provider header is required|^no-slug$/i),
    message: ({ request }) =>
      `The gateway does not know whom to ask: ${request.model === null ? "no model is named" : slugged(request.model) ? `it has no Model Catalog that knows ${slugged(request.model)?.slug}, and no config or provider is named` : `"${request.model}" has no slug, and no config or provider is named`}.`,
    next: ({ gateway }) =>
      gateway.hasCatalog
        ? "Map the provider to its slug, so that the model is @slug/model."
        : "An open-source gateway has no slugs: give the request a config with provider and key, or use a gateway with a Model Catalog.",
    actions: (seen) => (seen.gateway.hasCatalog ? [mapSlug(seen), pickModel(seen)] : [changeProfile, mapSlug(seen)]),
  },
  {
    code: "config-without-provider",
    side: "configuration",
    when: said(/x-portkey-provider needs to be passed\. Or the x-portkey-config header/i),
    message: () => "The config names no provider, and the gateway has no Model Catalog to find one by the model.",
    next: () => "Give the config a provider or targets, or use a gateway with a Model Catalog.",
    actions: () => [changeProfile, { kind: "edit-request" }],
  },
  {
    code: "config-unsaved",
    side: "configuration",
    when: said(/Invalid config passed\. You need to pass a valid json|^saved-config$/i),
    message: () => "The gateway takes no saved configs: the id of one means nothing to it.",
    next: () => "Use a hosted gateway, or write the config out.",
    actions: () => [changeProfile, { kind: "edit-request" }],
  },
  {
    code: "config-override-refused",
    side: "configuration",
    when: said(/inline_\w+_blocked|config override/i),
    message: ({ error }) => `This gateway does not take a config with a request: ${sentence(error.message)}`,
    next: () => "Send the request without its config, or have inline configs allowed for the key.",
    actions: () => [{ kind: "edit-request" }],
  },
  {
    code: "custom-host-refused",
    side: "configuration",
    when: said(/Invalid custom host/i),
    message: () => "The gateway does not talk to the custom host of the config.",
    next: () => "Name the host in the gateway's TRUSTED_CUSTOM_HOSTS.",
    actions: () => [{ kind: "edit-request" }],
  },
  {
    code: "config-invalid",
    side: "configuration",
    when: ({ outcome, error }) =>
      outcome.status === 400 && error.origin === "gateway" && /invalid config|^(bad-config|unsupported-option|unsupported-header|two-slugs)$/i.test(error.code ?? error.message),
    message: ({ error, gateway }) =>
      `The gateway refuses the config: ${error.complaints.length === 0 ? sentence(error.message) : sentence(error.complaints.slice(0, 3).join("; "))}${gateway.hasCatalog ? "" : " Targets with @slug need a gateway with a Model Catalog."}`,
    next: ({ gateway }) => (gateway.hasCatalog ? "Correct the config where it is written." : "Correct the config where it is written; for its slugs, choose a gateway with a Model Catalog."),
    actions: ({ gateway }) => [...(gateway.hasCatalog ? [] : [changeProfile]), { kind: "edit-request" }, { kind: "show-argument", name: "config" }],
  },
  {
    code: "config-no-target",
    side: "configuration",
    when: said(/did not resolve to any valid target/i),
    message: () => "No condition of the config's routing holds for this request, and it has no default.",
    next: () => "Give the config a default, or the request the metadata that a condition asks for.",
    actions: () => [{ kind: "show-argument", name: "config" }],
  },
  {
    code: "slug-unknown",
    side: "configuration",
    when: (seen) =>
      isGatewayRefusal(seen) &&
      (seen.error.code === "unknown-slug" ||
        /invalid provider passed|no provider @|unknown (slug|provider)|(slug|virtual key|provider|integration)\b.{0,60}\b(not found|does not exist|is not|unknown|invalid)/i.test(seen.error.message) ||
        isSlugMissing(seen)),
    message: (seen) => `The gateway has no provider ${slugged(seen.request.model) ? `@${slugged(seen.request.model)?.slug}` : `for ${seen.request.model ?? "the request"}`}${known(seen)}.`,
    next: () => "Pick a model of its catalog, or correct the slug in the mapping.",
    actions: (seen) => [pickModel(seen), mapSlug(seen)],
  },
  {
    code: "key-rejected",
    side: "gateway",
    when: ({ outcome, error }) => outcome.status === 401 && error.origin !== "provider",
    message: (seen) => `The gateway does not accept the key${seen.request.profile.auth === "none" ? ": none was sent" : ` for ${host(seen)}`}${quotedError(seen)}.`,
    next: () => "Set the key of this very gateway: one of another account or another gateway is not known to it.",
    actions: () => [{ kind: "set-key" }, changeProfile],
  },
  {
    code: "provider-key-rejected",
    side: "provider",
    when: status(401),
    message: (seen) => `${provider(seen)} does not accept its key, the one that the gateway keeps; your gateway key is fine${quotedError(seen)}.`,
    next: () => "Replace the provider's key in the gateway's Model Catalog, or in the config that carries it.",
    actions: (seen) => [{ kind: "open-providers" }, openLogs(seen)],
  },
  {
    code: "payment-required",
    side: bySource,
    when: status(402),
    message: (seen) => `${source(seen)} wants to be paid first${quotedError(seen)}.`,
    next: () => "Check the balance and the plan of the account.",
    actions: () => [{ kind: "open-limits" }],
  },
  {
    code: "model-not-allowed",
    side: bySource,
    when: ({ outcome, error }) => outcome.status === 403 && /model/i.test(`${error.message} ${error.code}`),
    message: (seen) => `${source(seen)} does not let this key use ${seen.request.model ?? "the model"}${quotedError(seen)}.`,
    next: () => "Pick a model that is allowed, or have this one enabled in the workspace.",
    actions: (seen) => [pickModel(seen), { kind: "open-providers" }],
  },
  {
    code: "blocked-on-the-way",
    side: "network",
    when: ({ outcome, error }) => outcome.status === 403 && error.family === "html",
    message: (seen) => `Something before the gateway answered with a page of its own${seen.error.message === "" ? "" : `: "${seen.error.message}"`}.`,
    next: () => "Check the proxy, the VPN and the firewall's rules for this host.",
    actions: () => [{ kind: "open-proxy-settings" }, showBody],
  },
  {
    code: "forbidden",
    side: bySource,
    when: status(403),
    message: (seen) => `${source(seen)} does not let this key do that${quotedError(seen)}.`,
    next: (seen) => (seen.error.origin === "provider" ? "Check what the provider's account and key may do, and in which region." : "Check the scopes of the key and the workspace it belongs to."),
    actions: (seen) => (seen.error.origin === "provider" ? [{ kind: "open-providers" }, showBody] : [{ kind: "set-key" }, { kind: "open-limits" }]),
  },
  {
    code: "model-unknown",
    side: (seen) => (seen.error.origin === "provider" ? "provider" : "configuration"),
    when: ({ outcome, error }) =>
      (outcome.status === 404 || outcome.status === 400) &&
      (error.code === "model_not_found" ||
        /model\b.{0,80}\b(not found|does not exist|not exist|unknown|not supported|invalid)|unable to find requested model|(invalid|unknown) model/i.test(error.message)),
    message: (seen) =>
      `${source(seen)} has no model ${seen.request.model ?? "of that name"}${slugged(seen.request.model) && !isSlugMissing(seen) && isInCatalog(seen) ? ": the slug is known, the model is not enabled for it" : ""}${suggested(seen)}.`,
    next: () => "Pick a model that the catalog has, or have this one enabled.",
    actions: (seen) => [pickModel(seen), { kind: "open-providers" }],
  },
  {
    code: "path-unknown",
    side: "configuration",
    when: ({ outcome, error }) => (outcome.status === 404 || outcome.status === 405) && error.origin !== "provider",
    message: (seen) =>
      `Something answers at ${host(seen)}, but not at ${seen.request.path}: ${seen.error.family === "route" ? "it is a gateway, asked at the wrong path" : "it is probably no gateway, or asked at the wrong path"}.`,
    next: () => "Correct the gateway's address: it ends in one /v1.",
    actions: ({ request }) => [{ kind: "fix-url", url: otherBase(request.profile.baseUrl) }, changeProfile],
  },
  {
    code: "provider-path-unknown",
    side: "provider",
    when: ({ outcome }) => outcome.status === 404 || outcome.status === 405,
    message: (seen) => `${provider(seen)} has nothing at this path${quotedError(seen)}.`,
    next: () => "The provider may not have this kind of request: pick another model.",
    actions: (seen) => [pickModel(seen), showBody],
  },
  {
    code: "provider-timeout",
    side: "provider",
    when: status(408),
    message: (seen) => `The gateway gave the provider up${timeoutOf(seen)}${tooShort(seen)}.`,
    next: (seen) => (tooShort(seen) === "" ? "Raise request_timeout in the config, or pick a quicker model." : "Write request_timeout in milliseconds."),
    actions: () => [{ kind: "show-argument", name: "request_timeout" }, retry],
  },
  {
    code: "budget-exhausted",
    side: bySource,
    when: status(412),
    message: (seen) => `The budget is used up: ${seen.error.origin === "provider" ? "the provider's" : "that of the gateway's key, workspace or provider"}${quotedError(seen)}.`,
    next: () => "Raise the limit, or wait until it starts anew.",
    actions: () => [{ kind: "open-limits" }],
  },
  {
    code: "request-too-large",
    side: bySource,
    when: ({ outcome, error }) =>
      outcome.status === 413 || (outcome.status === 400 && /context_length_exceeded|maximum context length|too many tokens|prompt is too long/i.test(`${error.code} ${error.message}`)),
    message: (seen) => `The request is too long${quotedError(seen)}.`,
    next: () => "Send less: the stub instead of the code's own prompt, or a shorter one.",
    actions: () => [{ kind: "edit-request" }],
  },
  {
    code: "quota-exhausted",
    side: "provider",
    when: ({ outcome, error }) => outcome.status === 429 && /insufficient_quota|exceeded your current quota|credit balance/i.test(`${error.code} ${error.message}`),
    message: (seen) => `The account at ${provider(seen)} has nothing left; waiting does not help.`,
    next: () => "Check the plan and the balance at the provider.",
    actions: () => [{ kind: "open-providers" }],
  },
  {
    code: "rate-limited",
    side: bySource,
    when: status(429),
    message: (seen) => {
      const at = againAt(seen);
      return `Too many requests for ${seen.error.origin === "gateway" ? "the gateway's limit" : provider(seen).replace(/^T/, "t")}${at === undefined ? "" : `, which may be asked again at ${at}`}${quotedError(seen)}.`;
    },
    next: (seen) => {
      const at = againAt(seen);
      return at === undefined ? "Wait a little, then run it again." : `Run it again at ${at}.`;
    },
    actions: (seen) => {
      const at = retryAtOf(seen);
      return [at === null ? retry : { kind: "retry-at", at }, { kind: "open-limits" }];
    },
  },
  {
    code: "tokens-parameter",
    side: "provider",
    when: ({ outcome, error }) => outcome.status === 400 && /max_tokens/.test(error.message) && /max_completion_tokens/.test(error.message),
    message: (seen) => `${seen.request.model ?? "The model"} takes max_completion_tokens in the place of max_tokens.`,
    next: () => "Rename the argument in the code.",
    actions: () => [{ kind: "show-argument", name: "max_tokens" }],
  },
  {
    code: "request-refused-by-gateway",
    side: "configuration",
    when: (seen) => isGatewayRefusal(seen),
    message: (seen) => `The gateway refuses the request: ${sentence(seen.error.message)}`,
    next: () => "Correct what it complains of; the whole answer is below.",
    actions: () => [{ kind: "edit-request" }, showBody],
  },
  {
    code: "request-rejected",
    side: "provider",
    when: status(400, 499),
    message: (seen) => `${provider(seen)} was reached, but rejects the request${argumentOf(seen) === undefined ? "" : ` for its argument ${argumentOf(seen)}`}${quotedError(seen)}.`,
    next: (seen) => (argumentOf(seen) === undefined ? "Correct what it complains of; the whole answer is below." : "Correct the argument in the code."),
    actions: (seen) => {
      const name = argumentOf(seen);
      return [name === undefined ? showBody : { kind: "show-argument", name }, { kind: "edit-request" }];
    },
  },
  {
    code: "provider-unreachable",
    side: "provider",
    when: ({ outcome, error }) => isServerError(outcome) && /fetch failed|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|socket hang up|other side closed/i.test(error.message),
    message: (seen) => `The gateway cannot reach the provider${quotedError(seen)}.`,
    next: () => "Check the address of the provider in the gateway's config, and whether the provider is up.",
    actions: (seen) => [retry, openLogs(seen)],
  },
  {
    code: "gateway-broken-dependency",
    side: "gateway",
    when: ({ request, outcome, error, context, gateway }) =>
      isServerError(outcome) &&
      /^Something went wrong$/.test(error.message) &&
      gateway.baseUrl === null &&
      (request.stream || request.kind !== "chat") &&
      (context.hasAnswered ?? request.profile.id === "self-hosted"),
    message: ({ context }) =>
      `${context.hasAnswered ? "Plain chat works, but the gateway fails here" : "The gateway fails with the words of a known defect"}: it was probably installed with a version of @hono/node-server after 1.14.2, which breaks streams, embeddings and lists.`,
    next: () => "Install the gateway with @hono/node-server pinned to 1.13.5 by npm's overrides.",
    actions: (seen) => [showBody, openLogs(seen)],
  },
  {
    code: "gateway-unavailable",
    side: "gateway",
    when: ({ outcome, error }) => isServerError(outcome) && (error.origin === "between" || (outcome.status !== 500 && error.origin !== "provider")),
    message: ({ outcome, error }) => `What stands before the gateway answers ${outcome.status}${error.message === "" ? "" : ` ("${error.message}")`}: the gateway is down or overloaded.`,
    next: ({ gateway }) => (gateway.status === null ? "Run it again in a moment; if it stays, ask whoever runs the gateway." : "Run it again in a moment; if it stays, look at the status page."),
    actions: ({ gateway }) => (gateway.status === null ? [retry] : [retry, openStatus]),
  },
  {
    code: "gateway-failed",
    side: "gateway",
    when: ({ outcome, error }) => isServerError(outcome) && error.origin !== "provider",
    message: (seen) => `The gateway failed (${seen.outcome.status})${quotedError(seen)}; it also does so when a provider's answer cannot be read.`,
    next: () => "Run it again; if it stays, the gateway's log of the trace says more.",
    actions: (seen) => [retry, openLogs(seen), ...(seen.gateway.status === null ? [] : [openStatus])],
  },
  {
    code: "provider-overloaded",
    side: "provider",
    when: ({ outcome, error }) => outcome.status === 503 || outcome.status === 529 || (isServerError(outcome) && /overloaded/i.test(`${error.type} ${error.message}`)),
    message: (seen) => `${provider(seen)} is overloaded${quotedError(seen)}.`,
    next: () => "Run it again in a moment; a fallback in the config would take over meanwhile.",
    actions: () => [retry],
  },
  {
    code: "provider-failed",
    side: "provider",
    when: status(500, 599),
    message: (seen) => `${provider(seen)} failed (${seen.outcome.status})${quotedError(seen)}.`,
    next: () => "Run it again; a retry or a fallback in the config would do so by itself.",
    actions: (seen) => [retry, openLogs(seen)],
  },
];

// ── Answers of status 2xx ───────────────────────────────────────────────────────────────────────────────────────────

const answerRows: readonly Row[] = [
  {
    code: "reached",
    side: null,
    level: "success",
    when: ({ request, outcome }) => request.kind === "greeting" && /gateway/i.test(outcome.body.text),
    message: (seen) => `A gateway answers at ${host(seen)}.`,
  },
  {
    code: "greeting-unknown",
    side: "configuration",
    level: "warning",
    when: ({ request, outcome }) => request.kind === "greeting" && isSuccess(outcome),
    message: (seen) => `Something answers at ${host(seen)}, but not with the greeting of a gateway.`,
    next: () => "Check the gateway's address.",
    actions: () => [{ kind: "fix-url", url: null }, changeProfile],
  },
  {
    code: "not-a-gateway",
    side: "configuration",
    when: ({ outcome: { body } }) => body.form === "html" || body.form === "text",
    message: (seen) =>
      `Something else than a gateway answers at ${host(seen)}: ${seen.outcome.body.form === "html" ? `a page${seen.error.message === "" ? "" : ` ("${seen.error.message}")`}` : "a text"} where JSON should be.`,
    next: () => "Correct the gateway's address; behind a company login, sign in first.",
    actions: ({ request }) => [{ kind: "fix-url", url: otherBase(request.profile.baseUrl) }, changeProfile, showBody],
  },
  {
    code: "answer-empty",
    side: "network",
    when: ({ outcome: { body } }) => body.bytes === 0,
    message: ({ outcome }) => `The answer has status ${outcome.status}, but nothing in it.`,
    next: () => "Run it again; if it stays empty, something on the way swallows answers.",
    actions: (seen) => [retry, openLogs(seen)],
  },
  {
    code: "guardrail-denied",
    side: "gateway",
    when: (seen) => seen.error.type === "hooks_failed" || (hasFailedHooks(seen) && /guardrail checks .*failed/i.test(seen.outcome.text)),
    message: (seen) => `A guardrail denied the request${failedChecks(seen)}; the text of the answer is the gateway's, not the model's.`,
    next: () => "The gateway's log of this trace says which check failed and why.",
    actions: (seen) => [openLogs(seen), showBody],
  },
  {
    code: "error-in-answer",
    side: bySource,
    when: ({ outcome }) => outcome.error !== null,
    message: (seen) => `${source(seen)} began to answer with status ${seen.outcome.status}, then reported an error${quotedError(seen)}${soFar(seen)}.`,
    next: () => "Run it again; the raw events have the error as it was sent.",
    actions: (seen) => [retry, showBody, openLogs(seen)],
  },
  {
    code: "answer-unexpected",
    side: "configuration",
    when: ({ outcome }) => !outcome.isAnswer && outcome.body.form !== "stream",
    message: (seen) => `The answer is JSON, but not the answer to a request of this kind: another service may be at ${host(seen)}.`,
    next: () => "Check the gateway's address and the model.",
    actions: ({ request }) => [showBody, { kind: "fix-url", url: otherBase(request.profile.baseUrl) }],
  },
  {
    code: "stream-empty",
    side: "provider",
    when: ({ outcome }) => outcome.body.form === "stream" && !outcome.isAnswer,
    message: ({ outcome }) => `The stream ended after ${outcome.eventCount === 1 ? "one event" : `${outcome.eventCount} events`} without a piece of an answer.`,
    next: () => "Run it again; the raw events show what was sent.",
    actions: (seen) => [retry, showBody, openLogs(seen)],
  },
  {
    code: "stream-cut",
    side: "provider",
    when: ({ outcome }) => outcome.body.form === "stream" && outcome.finishReason === null,
    message: (seen) => `The stream was cut off: it ended without saying why the model stopped${soFar(seen)}. A gateway hands such a break on as a normal end.`,
    next: () => "Run it again. In the code, a missing finish_reason is the only sign of it.",
    actions: (seen) => [retry, openLogs(seen)],
  },
  {
    code: "guardrail-failed",
    side: "gateway",
    level: "warning",
    when: (seen) => seen.outcome.status === 246 || hasFailedHooks(seen),
    message: (seen) => `The model answered, but a guardrail's check failed${failedChecks(seen)}; the gateway let the answer pass.`,
    next: () => "The gateway's log of this trace says which check failed. Code that asks for status 200 alone takes this for an error.",
    actions: (seen) => [openLogs(seen), showBody],
  },
  {
    code: "catalog-empty",
    side: "configuration",
    level: "warning",
    when: ({ request, outcome }) => request.kind === "list" && /^0 /.test(outcome.text),
    message: () => "The gateway answers, but has no catalog: its list is empty. That does not mean that it has no models.",
    next: () => "Name models by hand, or use a gateway with a Model Catalog.",
    actions: () => [changeProfile],
  },
  {
    code: "content-filtered",
    side: "provider",
    level: "warning",
    when: ({ outcome }) => outcome.finishReason === "content_filter",
    message: (seen) => `${provider(seen)} withheld the answer or a part of it: its content filter objected.`,
    next: () => "Try another prompt.",
    actions: () => [{ kind: "edit-request" }],
  },
  {
    code: "stream-not-streamed",
    side: "provider",
    level: "warning",
    when: ({ request, outcome }) => request.stream && outcome.body.form === "json",
    message: () => "The answer came in one piece, although a stream was asked for.",
    next: () => "Code that reads it as a stream would fail: check whether the model can stream.",
    actions: (seen) => [pickModel(seen), showBody],
  },
  {
    code: "listed",
    side: null,
    level: "success",
    when: ({ request }) => request.kind === "list",
    message: (seen) => `The gateway accepts the key and lists ${seen.outcome.text}.`,
  },
  {
    code: "answered",
    side: null,
    level: "success",
    when: () => true,
    message: (seen) => `${seen.request.model ?? "The model"} answered through ${seen.gateway.name} in ${duration(seen.outcome.timings.totalMs)}.`,
  },
];

/** Every diagnosis there is, in the order in which they are tried. */
export const diagnoses: readonly Row[] = [
  ...wayRows,
  ...statusRows,
  ...answerRows.map((row): Row => ({ ...row, when: (seen) => isSuccess(seen.outcome) && row.when(seen) })),
  {
    code: "status-unexpected",
    side: bySource,
    when: () => true,
    message: (seen) => `The answer has the status ${seen.outcome.status}, which no gateway is known to send${quotedError(seen)}.`,
    next: () => "Check the gateway's address.",
    actions: () => [showBody, changeProfile],
  },
];
