/**
 * The colors: the two copies of the application between which a release moves traffic. They are defined in the release controller, because
 * its code runs in Lambda and imports no other code of this project.
 */
export { COLORS, type Color, otherColor } from "../release/controller/color";
