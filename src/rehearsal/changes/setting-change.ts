/** Values by the paths of settings, such as `database.name`; `undefined` takes a setting out of the file. */
export type Values = Readonly<Record<string, unknown>>;

/** One setting that is changed once in a deployed environment. */
export interface SettingChange {
  /** As docs/configuration.md names it. */
  readonly setting: string;
  /** Tells several changes of one setting apart, such as `off`. @default - the only one */
  readonly as?: string;
  /** The setting's new value, and those of other settings without which the project refuses it. */
  readonly to: Values;
  /** Where in the file the setting is, when it is not `setting` itself, as for one of an entry. */
  readonly at?: string;
  /** Whether it is deployed by itself, as its plan is refused or touches everything. @default false */
  readonly alone?: true;
  /** What the file has to say before, so that the change means something. @default - nothing */
  readonly given?: Values;
}

/** An environment that is deployed once, and changed from then on, one change on top of the other. */
export interface ChangedEnvironment {
  readonly name: string;
  /** What `environments/<suffix>.json` says at first. */
  readonly settings: object;
  readonly changes: readonly SettingChange[];
}

/** Names a change within its environment. */
export const nameOf = ({ setting, as }: Pick<SettingChange, "setting" | "as">): string =>
  as === undefined ? setting : `${setting} (${as})`;
