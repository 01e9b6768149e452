/** The host, the port with its colon, and the path of an address with a scheme, or with two slashes alone; undefined for a text that is none. */
export function addressParts(text: string): { readonly host: string; readonly port: string | undefined; readonly path: string } | undefined {
  const [, host, port, path = ""] = /^(?:(?:https?|wss?):)?\/\/(?:[^/@]*@)?([^/:?#]*)(:\d*)?([^?#]*)/i.exec(text) ?? [];
  return host === undefined ? undefined : { host, port, path };
}
