export const COLORS = ["blue", "green"] as const;
export type Color = (typeof COLORS)[number];

export const otherColor = (color: Color): Color => (color === "blue" ? "green" : "blue");

/** A value for each color. */
export type PerColor<T> = Readonly<Record<Color, T>>;

export const perColor = <T>(of: (color: Color) => T): PerColor<T> => ({
  blue: of("blue"),
  green: of("green"),
});

/** Percent of the requests that each color gets; both always add up to 100. */
export type Weights = PerColor<number>;

/** The weights of both colors, from green's: no other state can be written. */
export const weightsOfGreen = (green: number): Weights => ({ blue: 100 - green, green });

/** Green's weight, from the weight of either color. */
export const greenWhere = (color: Color, weight: number): number =>
  color === "green" ? weight : 100 - weight;

/** A color's weight, from green's weight. */
export const weightOf = greenWhere;

/** The color that has all traffic, or is to have it. @param green green's weight, 0 or 100 */
export const wholeColor = (green: number): Color => (green === 100 ? "green" : "blue");
