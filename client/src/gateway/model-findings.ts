import type { GatewayProfile } from "../../../server/src/gateway/outcome.ts";
import { gatewayFacts } from "../../../server/src/gateway/profiles.ts";
import type { CatalogAnswer } from "./model-catalog.ts";

/** A model of the code, as the language server finds it. */
export interface CodeModel {
  readonly written: string;
  readonly portkeyName: string | null;
  readonly places: readonly { readonly uri: string; readonly range: { readonly start: { readonly line: number } } }[];
}

/** What is known of a model of the code. */
export interface Finding {
  readonly written: string;
  /** `@slug/model`; null where none is known. */
  readonly name: string | null;
  readonly places: CodeModel["places"];
  /** `unknown`: the gateway has no catalog. */
  readonly state: "listed" | "missing" | "unknown" | "unmapped";
  /** The names of the catalog that are most like it. */
  readonly near: readonly string[];
  readonly answer: ProbeAnswer | null;
}

/** What a model answered. */
export interface ProbeAnswer {
  readonly ok: boolean;
  readonly message: string;
  readonly milliseconds: number;
  /** Whether further requests would be answered the same. */
  readonly stopsAll: boolean;
}

/** Looks the models of the code up in a catalog. */
export function findingsOf(models: readonly CodeModel[], { entries }: CatalogAnswer<string>): readonly Finding[] {
  return models.map(({ written, portkeyName: name, places }) => {
    const state = name === null ? "unmapped" : entries === null ? "unknown" : entries.includes(name) ? "listed" : "missing";
    return { written, name, places, state, near: state === "missing" && name !== null ? nearest(name, entries ?? []) : [], answer: null };
  });
}

/** The findings with what a model answered. */
export const probed = (findings: readonly Finding[], name: string, answer: ProbeAnswer): readonly Finding[] => findings.map((finding) => (finding.name === name ? { ...finding, answer } : finding));

/** Names of the same slug or the same model. */
function nearest(name: string, entries: readonly string[]): readonly string[] {
  const [slug = "", model = ""] = splitName(name);
  const score = (entry: string): number => {
    const [otherSlug = "", otherModel = ""] = splitName(entry);
    return (otherModel === model ? 2 : 0) + (otherSlug === slug ? 1 : 0);
  };
  return entries
    .map((entry) => ({ entry, score: score(entry) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || (a.entry < b.entry ? -1 : 1))
    .slice(0, 3)
    .map(({ entry }) => entry);
}

const splitName = (name: string): readonly string[] => {
  const slash = name.indexOf("/");
  return slash === -1 ? [name, ""] : [name.slice(0, slash), name.slice(slash + 1)];
};

const states: Readonly<Record<Finding["state"], string>> = { listed: "in the catalog", missing: "**not in the catalog**", unknown: "no catalog", unmapped: "**no slug**" };

/** What was found as a page of Markdown. */
export function reportOf(findings: readonly Finding[], profile: GatewayProfile, why: string): string {
  const wrong = findings.filter(({ state, answer }) => state === "missing" || state === "unmapped" || answer?.ok === false).length;
  const hasAnswers = findings.some(({ answer }) => answer !== null);
  const rows = findings.map(({ written, name, state, near, answer, places }) => {
    const cells = [cell(written), name === null ? "" : cell(name), `${states[state]}${near.length === 0 ? "" : `; near: ${near.map(cell).join(", ")}`}`];
    const answered = answer === null ? "" : answer.ok ? `answered in ${Math.round(answer.milliseconds)} ms` : plain(answer.message);
    return `| ${[...cells, ...(hasAnswers ? [answered] : []), placesOf(places)].join(" | ")} |`;
  });
  const head = ["in the code", "in Portkey", "catalog", ...(hasAnswers ? ["answer"] : []), "where"];
  return [
    "# Models of the code",
    "",
    `${findings.length} ${findings.length === 1 ? "model" : "models"}, looked up at ${new URL(profile.baseUrl).host} (${gatewayFacts(profile.id).name}); ${wrong === 0 ? "nothing is wrong with them" : `${wrong} to look at`}.${why === "" ? "" : ` ${plain(why)}`}`,
    "",
    `| ${head.join(" | ")} |`,
    `|${head.map(() => "---").join("|")}|`,
    ...rows,
    "",
  ].join("\n");
}

/** Code of one cell; what could end the cell or the code is taken out. */
const cell = (text: string): string => `\`${text.replace(/[`|\r\n]/g, " ")}\``;

const plain = (text: string): string => text.replace(/[\\`*_{}[\]<>|]/g, "\\$&").replace(/\s+/g, " ");

function placesOf(places: Finding["places"]): string {
  const [first] = places;
  if (first === undefined) return "";
  const name = decodeURIComponent(first.uri.split("/").at(-1) ?? "");
  return `${plain(name)}:${first.range.start.line + 1}${places.length > 1 ? ` and ${places.length - 1} more` : ""}`;
}
