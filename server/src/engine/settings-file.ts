import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { defaultSettings, type ParsedSettings, parseSettings, type Settings } from "./settings.ts";
import { LineIndex } from "./text/line-index.ts";

/** The file in which a repository keeps its settings, so that editors and CI agree. */
export const settingsFileName = "portkey-migrate.json";

/** Reads the text of `portkey-migrate.json` (comments and trailing commas are allowed) over a lower layer. */
export function parseSettingsFile(text: string, lower: Settings = defaultSettings): ParsedSettings {
  const errors: ParseError[] = [];
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  let value: unknown;
  try {
    value = parse(plain, errors, { allowTrailingComma: true, allowEmptyContent: true });
  } catch {
    return { settings: lower, problems: [`${settingsFileName}: nested too deeply; the file is ignored`] };
  }
  const [error] = errors;
  if (error) {
    const { line, character } = new LineIndex(plain).position(error.offset);
    return { settings: lower, problems: [`${settingsFileName}:${line + 1}:${character + 1}: ${inWords(printParseErrorCode(error.error))}; the file is ignored`] };
  }
  return parseSettings(value, settingsFileName, lower);
}

/** `CommaExpected` → `comma expected`. */
const inWords = (code: string): string => code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
