export const COLORS = ["blue", "green"] as const;
export type Color = (typeof COLORS)[number];

export const otherColor = (color: Color): Color => (color === "blue" ? "green" : "blue");

/** A value for each color. */
export type PerColor<T> = Readonly<Record<Color, T>>;

export const perColor = <T>(of: (color: Color) => T): PerColor<T> => ({
  blue: of("blue"),
  green: of("green"),
});

/** Percent of the requests that each color gets; they always sum to 100. */
export type Weights = PerColor<number>;

/** The weights in which green has this one: no other state can be said. */
export const weightsOfGreen = (green: number): Weights => ({ blue: 100 - green, green });

/** Green's weight where a color has this one. */
export const greenWhere = (color: Color, weight: number): number =>
  color === "green" ? weight : 100 - weight;

/** A color's weight where green has this one. The same sum, read the other way. */
export const weightOf = greenWhere;

/** The color that has all traffic, or shall have it. @param green 0 or 100 */
export const wholeColor = (green: number): Color => (green === 100 ? "green" : "blue");
