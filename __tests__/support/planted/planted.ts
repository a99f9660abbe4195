/** A secret as somebody leaves it in an environment's file or in a construct. */
export interface Planted {
  readonly what: string;
  readonly name: string;
  readonly value: string;
  /** What must be read nowhere. */
  readonly secret: string;
}
