import { isSecretName } from "./redact.ts";

/** Headers that belong to the connection, or that would send a request to another place than its URL. */
const connectionHeaders = /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|expect|x-portkey-custom-host|x-portkey-forward-headers)$/;

/** Why a header may not be sent beside those of the request itself, as a whole sentence; undefined where it may. */
export function forbiddenHeader(name: string, value: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)) return `"${name}" is no name of a header.`;
  // Latin-1 without control characters is all that a header can carry.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) return `The header ${name} holds characters that no header can carry.`;
  if (connectionHeaders.test(name.toLowerCase())) return `The header ${name} decides where a request goes; it cannot be set here.`;
  if (isSecretName(name)) return `The header ${name} would carry a credential; keys are kept in the secret storage alone.`;
  return undefined;
}
