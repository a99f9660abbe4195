/** Values by the paths of settings, such as `database.name`. `undefined` removes a setting from the file. */
export type Values = Readonly<Record<string, unknown>>;

/** A change of one setting in a deployed environment. */
export interface SettingChange {
  /** Path of the setting, as in docs/configuration.md. */
  readonly setting: string;
  /** A name that distinguishes several changes of one setting, such as `off`. @default - it is the only change of the setting */
  readonly as?: string;
  /** The new value of the setting, and the new values of all other settings that have to change together with it. */
  readonly to: Values;
  /** Path of the value in the file, such as `release.steps.0.weight` for `release.steps.*.weight`. @default - `setting` */
  readonly at?: string;
  /** Whether the change is deployed alone, because it is refused or touches most resources. @default false */
  readonly alone?: true;
  /** Values that the settings need to have before the change. @default - none */
  readonly given?: Values;
}

/** An environment that is deployed once, with changes that are then made one after the other. */
export interface ChangedEnvironment {
  readonly name: string;
  /** The first content of `environments/<suffix>.json`. */
  readonly settings: object;
  readonly changes: readonly SettingChange[];
}

/** The name of a change, unique within its environment. */
export const nameOf = ({ setting, as }: Pick<SettingChange, "setting" | "as">): string =>
  as === undefined ? setting : `${setting} (${as})`;
