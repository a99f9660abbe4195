/** Header with which a smoke test reaches a color regardless of the weights. */
export const COLOR_HEADER = "X-Color";
