/** Formats that hold Python or TypeScript but that no grammar of ours reads, with what is said of a file in which LiteLLM is named. */
const reasons: Readonly<Record<string, string>> = {
  vue: "Vue components are not read yet",
  svelte: "Svelte components are not read yet",
  astro: "Astro components are not read yet",
};

/** Their extensions, without the dot. */
export const unreadExtensions: readonly string[] = Object.keys(reasons);

/** Why a file is not read, by its name; undefined for one of another format. */
export const unreadReason = (path: string): string | undefined => reasons[path.slice(path.lastIndexOf(".") + 1).toLowerCase()];

const word = /lite[-_]?llm/i;

/** Whether LiteLLM is named in a file's bytes, in whatever spelling. */
export const namesLiteLlm = (bytes: Uint8Array): boolean => word.test(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"));
