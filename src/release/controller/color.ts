export const COLORS = ["blue", "green"] as const;
export type Color = (typeof COLORS)[number];

export const otherColor = (color: Color): Color => (color === "blue" ? "green" : "blue");

/** A value for each color. */
export type PerColor<T> = Readonly<Record<Color, T>>;

export const perColor = <T>(of: (color: Color) => T): PerColor<T> => ({
  blue: of("blue"),
  green: of("green"),
});

/** The percentage of the requests that each color gets. The sum is always 100. */
export type Weights = PerColor<number>;

/** Calculates the weights of both colors from green's weight. Their sum is always 100. */
export const weightsOfGreen = (green: number): Weights => ({ blue: 100 - green, green });

/** Calculates green's weight from the weight of the given color. */
export const greenWhere = (color: Color, weight: number): number =>
  color === "green" ? weight : 100 - weight;

/** Calculates the weight of the given color from green's weight. */
export const weightOf = greenWhere;

/** Returns the color that gets all traffic. @param green green's weight, which is 0 or 100 */
export const wholeColor = (green: number): Color => (green === 100 ? "green" : "blue");
