/** The formats of reports that are kept in files. */
export const fileFormats = ["html", "markdown", "csv", "json", "sarif"] as const;
/** One of `fileFormats`. */
export type FileFormat = (typeof fileFormats)[number];
