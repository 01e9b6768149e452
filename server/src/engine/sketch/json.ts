/** What JSON can say. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** An object of JSON; a key is there or it is not, and none is undefined. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
