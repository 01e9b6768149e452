/** What a comment tells a tool about its line, without a word for readers: `# type: ignore[import]`, `# noqa: E402`. */
const directive =
  /(?:#|\/\/)[^\S\r\n]*(?:noqa(?::[^\S\r\n]*[A-Z]+\d+(?:[, ]+[A-Z]+\d+)*)?|type:[^\S\r\n]*ignore(?:\[[\w, -]*\])?|pyright:[^\S\r\n]*ignore(?:\[\w*\])?|pylint:[^\S\r\n]*disable=[\w, -]+|mypy:[^\S\r\n]*ignore|isort:[^\S\r\n]*skip|ruff:[^\S\r\n]*noqa|pragma:[^\S\r\n]*no cover|nosec(?:[^\S\r\n]+B\d+)*|fmt:[^\S\r\n]*skip|eslint-disable-line(?:[^\S\r\n]+[\w@/, -]+)?)/;

const directives = new RegExp(`^(?:[^\\S\\r\\n]*${directive.source})+[^\\S\\r\\n]*(?=[\\r\\n]|$)`);

/** Where a statement ends together with the comments behind it that are for tools alone: without it they would be about something else, or about the whole file. */
export const endWithToolComments = (text: string, end: number): number => end + (directives.exec(text.slice(end, end + maxLength))?.[0].length ?? 0);

/** No line of directives is longer. */
const maxLength = 300;
