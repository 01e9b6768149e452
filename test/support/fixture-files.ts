// Where the rules' fixtures lie.
import { readdirSync, readFileSync } from "node:fs";
import { type Fixture, readFixture } from "./markdown-fixture.ts";

/** A fixture with its file. */
export interface FixtureFile {
  readonly url: URL;
  readonly markdown: string;
  readonly fixture: Fixture;
}

const folder = new URL("../fixtures/rules/", import.meta.url);

/** Every rule's fixture, by name. */
export const fixtureFiles = (): readonly FixtureFile[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => {
      const url = new URL(name, folder);
      const markdown = readFileSync(url, "utf8");
      return { url, markdown, fixture: readFixture(name.slice(0, -".md".length), markdown) };
    });
