/** The folders of the packages that bundles were made of, by esbuild's metafiles. */
export function packagesIn(metafiles: readonly { readonly inputs: Readonly<Record<string, unknown>> }[]): string[];

/** One text with the notices of packages; throws where a licence is not among those we may ship. */
export function noticesOf(folders: readonly string[]): string;
