import { window } from "vscode";
import { type ProvidersResult, requests } from "../../../server/src/lsp/protocol.ts";
import type { Extension } from "../extension.ts";
import { keyProblem } from "../gateway/keys.ts";
import { plainSlug, slugProblem } from "../settings.ts";

/** Set Up Local Provider…: what a slug stands for in the local gateway, with a provider's key or as an echo. */
export async function setUpLocalProvider({ gateway, server, log }: Extension, givenSlug: unknown): Promise<void> {
  const slug = typeof givenSlug === "string" ? givenSlug : await chooseSlug({ gateway, server });
  if (slug === undefined) return;
  const provider = await chooseProvider(slug);
  if (provider === undefined) return;
  if (provider === echo) await gateway.local.setProvider(slug, "echo");
  else {
    const options = await askForOptions(provider, fieldsOf(provider));
    if (options === undefined) return;
    await gateway.local.setProvider(slug, { provider, ...options });
  }
  log.info(`@${slug} is ${provider} in the local gateway`);
  // only a piece of information, which nothing waits for
  void window.showInformationMessage(`@${slug} is ${provider === echo ? "answered by the echo" : provider} in the local gateway.`);
}

const echo = "echo";

/** The slugs that the code uses, or another one. */
async function chooseSlug({ gateway, server }: Pick<Extension, "gateway" | "server">): Promise<string | undefined> {
  const { providers } = await server.request<ProvidersResult>(requests.providers, {});
  const own = await gateway.local.providers();
  const used = providers.map(({ slug, suggestion }) => slug ?? suggestion).filter((slug) => slug !== null);
  const items = [...new Set([...Object.keys(own), ...used])].map((slug) => {
    const provider = own[slug];
    return { label: `@${slug}`, description: provider === undefined ? "answered by the echo" : provider === "echo" ? "echo" : provider.provider, slug };
  });
  const other = { label: "$(edit) Another slug…", description: "", slug: undefined };
  const chosen = await window.showQuickPick([...items, other], { title: "Set Up Local Provider (1 of 3)", placeHolder: "The slug in @slug/model", ignoreFocusOut: true });
  if (chosen !== other) return chosen?.slug;
  const typed = await window.showInputBox({ title: "Set Up Local Provider (1 of 3)", prompt: "The slug in @slug/model", validateInput: slugProblem, ignoreFocusOut: true });
  return typed === undefined || slugProblem(typed) !== undefined ? undefined : plainSlug(typed);
}

/** Providers of the open-source gateway that need one key; others are typed. */
const common = ["openai", "anthropic", "google", "groq", "mistral-ai", "deepseek", "cohere", "together-ai", "openrouter", "fireworks-ai", "perplexity-ai", "x-ai"];

async function chooseProvider(slug: string): Promise<string | undefined> {
  const items = [
    { label: "$(mirror) Echo", description: "answers what it was asked, without a network", provider: echo },
    ...[...common, ...Object.keys(ownFields)].map((provider) => ({ label: provider, description: "", provider })),
    { label: "$(edit) Another provider…", description: "by its name in the gateway", provider: undefined },
  ];
  const chosen = await window.showQuickPick(items, { title: `Set Up @${slug} (2 of 3)`, placeHolder: "The provider that the slug stands for", ignoreFocusOut: true });
  if (chosen === undefined || chosen.provider !== undefined) return chosen?.provider;
  const typed = await window.showInputBox({
    title: `Set Up @${slug} (2 of 3)`,
    prompt: "The provider's name in the gateway, such as workers-ai",
    validateInput: (text) => (isProvider(text.trim()) ? undefined : "A provider's name consists of small letters, digits and dashes"),
    ignoreFocusOut: true,
  });
  return typed !== undefined && isProvider(typed.trim()) ? typed.trim() : undefined;
}

const isProvider = (text: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text !== echo;

interface Field {
  readonly name: string;
  readonly prompt: string;
  readonly isSecret: boolean;
}

const apiKey: Field = { name: "api_key", prompt: "The provider's API key", isSecret: true };
const plain = (name: string, prompt: string): Field => ({ name, prompt, isSecret: false });

/** What providers need that a key alone does not tell, by the names in the gateway's config. */
const ownFields: Readonly<Record<string, readonly Field[]>> = {
  "azure-openai": [plain("resource_name", "The Azure resource"), plain("deployment_id", "The deployment"), plain("api_version", "The API version, such as 2024-10-21"), apiKey],
  bedrock: [plain("aws_region", "The AWS region"), plain("aws_access_key_id", "The AWS access key id"), { name: "aws_secret_access_key", prompt: "The AWS secret access key", isSecret: true }],
};

const fieldsOf = (provider: string): readonly Field[] => ownFields[provider] ?? [apiKey];

/** Asks for one option after the other; undefined where the user goes away. */
async function askForOptions(provider: string, fields: readonly Field[]): Promise<Readonly<Record<string, string>> | undefined> {
  const options: Record<string, string> = {};
  for (const { name, prompt, isSecret } of fields) {
    const typed = await window.showInputBox({
      title: `${provider} (3 of 3)`,
      prompt: `${prompt}, kept in the editor's secret storage and sent to ${provider} by the gateway on this machine`,
      password: isSecret,
      ignoreFocusOut: true,
      validateInput: (text) => (text === "" ? undefined : keyProblem(text)),
    });
    if (typed === undefined || keyProblem(typed) !== undefined) return undefined;
    options[name] = typed.trim();
  }
  return options;
}
