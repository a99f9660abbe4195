/**
 * The name of the request header with which a smoke test chooses the color that answers. The traffic weights do not matter for such a
 * request.
 */
export const COLOR_HEADER = "X-Color";
