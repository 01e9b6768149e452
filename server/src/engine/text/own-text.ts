/** A text by itself: what is cut out of a longer one would keep all of that in memory. */
export const ownText = (text: string): string => ` ${text}`.slice(1);
