/** The request header by which a smoke test chooses the color that answers, regardless of the weights. */
export const COLOR_HEADER = "X-Color";
