/** A secret that a user has written into a settings file or a construct by mistake. */
export interface Planted {
  readonly what: string;
  readonly name: string;
  readonly value: string;
  /** The text that must not appear in any output. */
  readonly secret: string;
}
