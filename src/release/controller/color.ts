export type Color = "blue" | "green";

export const COLORS = ["blue", "green"] as const satisfies readonly Color[];

export const otherColor = (color: Color): Color => (color === "blue" ? "green" : "blue");

/** A value for each color. */
export type PerColor<T> = Readonly<Record<Color, T>>;

/** Percent of the requests that each color gets; they always sum to 100. */
export type Weights = PerColor<number>;

/** The weights in which green has this one: no other state can be said. */
export const weightsOfGreen = (green: number): Weights => ({ blue: 100 - green, green });

/** Green's weight where a color has this one. */
export const greenWhere = (color: Color, weight: number): number =>
  color === "green" ? weight : 100 - weight;

/** A color's weight where green has this one. The same sum, read the other way. */
export const weightOf = greenWhere;
