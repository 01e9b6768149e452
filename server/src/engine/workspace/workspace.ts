/** What the files around a file say, gathered by the shell and given to the engine as plain data. */
export interface Workspace {
  /** Aliases of LiteLLM proxy configurations: `model_name` → the LiteLLM model strings it stands for. */
  readonly proxyModels: Readonly<Record<string, readonly string[]>>;
}

/** A workspace of which nothing is known. */
export const emptyWorkspace: Workspace = { proxyModels: {} };
