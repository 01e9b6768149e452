import type { Audit } from "../workspace/audit.ts";
import { csvReport } from "./csv.ts";
import type { FileFormat } from "./file-formats.ts";
import { htmlReport } from "./html.ts";
import { jsonReport } from "./json.ts";
import { markdownReport } from "./markdown.ts";
import { type SarifOptions, sarifReport } from "./sarif.ts";
import type { ReportOptions } from "./summary.ts";

/** An audit in a format. */
export function renderReport(format: FileFormat, audit: Audit, options: ReportOptions & SarifOptions): string {
  switch (format) {
    case "json":
      return jsonReport(audit, options.version);
    case "sarif":
      return sarifReport(audit, options);
    case "markdown":
      return markdownReport(audit, options);
    case "html":
      return htmlReport(audit, options);
    case "csv":
      return csvReport(audit, options.rules);
    default:
      return format satisfies never;
  }
}
