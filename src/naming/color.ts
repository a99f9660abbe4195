/** The two copies of the application that traffic moves between: as the release controller has them, which imports nothing of ours. */
export { COLORS, type Color, otherColor } from "../release/controller/color";
