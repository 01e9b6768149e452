// The licences of the packages whose code ships inside our bundles, as their terms ask for.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Licences that allow what we do, with nothing to do but to pass on the notice. */
const permitted = new Set(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD", "BlueOak-1.0.0"]);

/** The folders of the packages that bundles were made of, by esbuild's metafiles. */
export const packagesIn = (metafiles) =>
  metafiles.flatMap(({ inputs }) => Object.keys(inputs).flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path.replaceAll("\\", "/"))?.[1] ?? []));

/** One text with the notices of packages; throws where a licence is not among those we may ship. */
export function noticesOf(folders) {
  const packages = new Map(folders.map((folder) => [folder, JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))]));
  const notices = new Map([...packages].map(([folder, manifest]) => [`${manifest.name} ${manifest.version}`, noticeOf(folder, manifest)]));
  const sorted = [...notices.keys()].sort().map((name) => notices.get(name));
  return [`This extension contains code of these packages:\n\n${[...notices.keys()].sort().join("\n")}\n`, ...sorted].join(`\n${"-".repeat(80)}\n\n`);
}

function noticeOf(folder, { name, version, license, author, repository }) {
  if (!permitted.has(license)) throw new Error(`${name} ${version} has the licence ${JSON.stringify(license)}, which is not one we may ship`);
  const file = readdirSync(folder).find((each) => /^licen[cs]e(\.(md|txt))?$/i.test(each));
  const owner = typeof author === "object" ? author.name : author;
  const source = typeof repository === "object" ? repository.url : repository;
  const text = file === undefined ? standardText(license, `${name} ${version}`, owner ?? `the authors of ${name}`) : readFileSync(join(folder, file), "utf8");
  const notice = readdirSync(folder).find((each) => /^notice(\.(md|txt))?$/i.test(each));
  return [`${name} ${version} (${license})${source === undefined ? "" : `\n${source}`}`, text.trim(), ...(notice === undefined ? [] : [readFileSync(join(folder, notice), "utf8").trim()]), ""].join(
    "\n\n",
  );
}

/** The terms of a package that names its licence without a copy of it. */
function standardText(license, name, owner) {
  const permission = { MIT: mit, ISC: isc }[license];
  if (permission === undefined) throw new Error(`${name} comes without a copy of its licence ${license}`);
  return `Copyright (c) ${owner}\n\n${permission}`;
}

// The words of our own licence, which is the same one.
const mit = readFileSync(new URL("../../LICENSE", import.meta.url), "utf8")
  .replace(/^.*?\n\nCopyright[^\n]*\n\n/s, "")
  .trim();

const isc = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`;
