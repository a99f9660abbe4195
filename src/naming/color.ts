/**
 * The two copies of the application between which traffic moves; taken from the release controller, which imports no other code
 * of this project.
 */
export { COLORS, type Color, otherColor } from "../release/controller/color";
