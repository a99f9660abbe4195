/**
 * The colors: the two copies of the application between which a release moves traffic. Their definition is in the code of the release
 * controller, because that code runs in Lambda and imports no other code of this project.
 */
export { COLORS, type Color, otherColor } from "../release/controller/color";
