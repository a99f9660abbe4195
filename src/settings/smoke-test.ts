/** Header by which a smoke test reaches a color whatever the weights. */
export const COLOR_HEADER = "X-Color";
