/** The word with which a comment takes findings away. */
export const suppressionMarker = "portkey-migrate-ignore";
