/** Header by which a smoke test reaches a colour whatever the split. */
export const COLOUR_HEADER = "X-Colour";
