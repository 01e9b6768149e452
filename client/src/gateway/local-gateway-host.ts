import type { LocalCatalog, LocalProvider } from "../../../server/src/gateway/local/local-catalog.ts";
import type { LocalGateway, startLocalGateway } from "../../../server/src/gateway/local/local-gateway.ts";
import type { Secrets } from "./keys.ts";

/** Where the providers of the local gateway are kept, their keys among them. */
const secretName = "local:providers";

/** The slug of the provider that needs no account: it answers what it was asked. */
export const echoSlug = "echo";

/** The one local gateway of this window: started by an act of the user, ended with the window. */
export class LocalGatewayHost {
  readonly #start: typeof startLocalGateway;
  readonly #program: string;
  readonly #secrets: Secrets;
  readonly #onExit: (output: string) => void;
  /** Slugs that code names and nobody has set up; the echo answers for them. */
  readonly #echoed = new Set<string>([echoSlug]);
  #gateway: Promise<LocalGateway> | undefined;
  #isDown = false;
  readonly #ending = new AbortController();

  constructor(start: typeof startLocalGateway, program: string, secrets: Secrets, onExit: (output: string) => void) {
    this.#start = start;
    this.#program = program;
    this.#secrets = secrets;
    this.#onExit = onExit;
  }

  /** The running gateway, which is started where there is none. */
  async running(): Promise<LocalGateway> {
    this.#gateway ??= this.#starting();
    try {
      return await this.#gateway;
    } catch (error) {
      // the next request tries again
      this.#gateway = undefined;
      throw error;
    }
  }

  /** Starts the process again; its address stays. */
  async restart(): Promise<void> {
    if (this.#gateway === undefined) await this.running();
    else await (await this.running()).restart();
    this.#isDown = false;
  }

  /** Whether it was started and has ended by itself. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** Lets the echo answer for slugs that have no provider yet; tells which those are. */
  async answerFor(slugs: readonly string[]): Promise<readonly string[]> {
    const own = await this.providers();
    const echoed = slugs.filter((slug) => !(slug in own));
    for (const slug of echoed) this.#echoed.add(slug);
    if (this.#gateway !== undefined) (await this.running()).setCatalog(await this.#catalog());
    return echoed;
  }

  /** What the user has set up: slugs with their providers. */
  async providers(): Promise<Readonly<Record<string, LocalProvider>>> {
    return parsed(await this.#secrets.get(secretName));
  }

  /** Sets a slug up, or forgets it. */
  async setProvider(slug: string, provider: LocalProvider | undefined): Promise<void> {
    const { [slug]: _before, ...others } = await this.providers();
    await this.#secrets.store(secretName, JSON.stringify(provider === undefined ? others : { ...others, [slug]: provider }));
    this.#echoed.delete(slug);
    if (this.#gateway !== undefined) (await this.running()).setCatalog(await this.#catalog());
  }

  /** Every key of a provider, for taking them out of whatever is shown or stored. */
  async keys(): Promise<readonly string[]> {
    const options = Object.values(await this.providers()).filter((provider) => provider !== "echo");
    return options.flatMap((provider) => Object.entries(provider).flatMap(([name, value]) => (/key|secret|token/.test(name) ? [value] : [])));
  }

  /** Ends the process; the window is closing. */
  async stop(): Promise<void> {
    this.#ending.abort();
    try {
      await (await this.#gateway)?.stop();
    } catch {
      // one that could not start needs no end
    }
  }

  async #starting(): Promise<LocalGateway> {
    const gateway = await this.#start({ catalog: await this.#catalog(), program: this.#program, signal: this.#ending.signal });
    this.#isDown = false;
    gateway.onExit(({ output }) => {
      this.#isDown = true;
      this.#onExit(output);
    });
    return gateway;
  }

  async #catalog(): Promise<LocalCatalog> {
    const echoes = Object.fromEntries([...this.#echoed].map((slug): [string, LocalProvider] => [slug, "echo"]));
    return { providers: { ...echoes, ...(await this.providers()) } };
  }
}

/** What another version has left is none. */
function parsed(text: string | undefined): Readonly<Record<string, LocalProvider>> {
  if (text === undefined) return {};
  const found: unknown = JSON.parse(text);
  if (typeof found !== "object" || found === null) return {};
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, LocalProvider] => entry[1] === "echo" || isOptions(entry[1])));
}

function isOptions(value: unknown): value is Exclude<LocalProvider, "echo"> {
  return typeof value === "object" && value !== null && "provider" in value && Object.values(value).every((each) => typeof each === "string");
}
