import type { SecretStorage } from "vscode";

/** The editor's store of secrets, as far as keys need it. */
export type Secrets = Pick<SecretStorage, "get" | "store" | "delete">;

/** The editor's small store for facts that are no secrets. */
export interface Facts {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

/** Where the names of origins with a key are kept, for Remove Portkey API Key… to offer them. */
const originsKey = "gateway.origins";

/**
 * Keys by the origin that they were given for. A changed URL has no key until the user gives it one:
 * a name for a profile would hand the old key to whatever the profile points at today.
 */
export class Keys {
  readonly #secrets: Secrets;
  readonly #facts: Facts;

  constructor(secrets: Secrets, facts: Facts) {
    this.#secrets = secrets;
    this.#facts = facts;
  }

  /** The key for an address, or undefined. */
  async of(url: string): Promise<string | undefined> {
    return this.#secrets.get(secretName(url));
  }

  /** Keeps a key for the origin of an address. */
  async set(url: string, key: string): Promise<void> {
    await this.#secrets.store(secretName(url), key);
    await this.#facts.update(originsKey, [...new Set([...this.origins(), originOf(url)])].sort());
  }

  /** Forgets the key of an origin. */
  async remove(origin: string): Promise<void> {
    await this.#secrets.delete(secretName(origin));
    await this.#facts.update(
      originsKey,
      this.origins().filter((each) => each !== originOf(origin)),
    );
  }

  /** The origins that have a key. */
  origins(): readonly string[] {
    return this.#facts.get<readonly string[]>(originsKey) ?? [];
  }

  /** Every key that is kept, for taking them out of whatever is shown or stored. */
  async all(): Promise<readonly string[]> {
    const keys = await Promise.all(this.origins().map((origin) => this.of(origin)));
    return keys.filter((key) => key !== undefined);
  }
}

/** `https://api.portkey.ai:443`: scheme, host and port, with the port written out. */
export function originOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${protocol}//${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}

const secretName = (url: string): string => `key:${originOf(url)}`;

/** Why a text is no key, or undefined. */
export function keyProblem(text: string): string | undefined {
  const key = text.trim();
  if (key === "") return "A key is not empty";
  if (/\s/.test(key)) return "A key has no spaces and no line breaks";
  // it goes into a header
  return /^[\x21-\x7e]+$/.test(key) ? undefined : "A key consists of plain letters, digits and signs";
}
