/** Values of settings. The keys are the settings' paths, such as `database.name`. The value `undefined` removes a setting from the file. */
export type Values = Readonly<Record<string, unknown>>;

/** A change of one setting in a deployed environment. */
export interface SettingChange {
  /** Path of the setting, as in docs/configuration.md. */
  readonly setting: string;
  /**
   * A name, such as `off`, that distinguishes this change from other changes of the same setting.
   *
   * @default - the setting has only this change
   */
  readonly as?: string;
  /** The new value of the setting, and the new values of all other settings that have to change together with it. */
  readonly to: Values;
  /**
   * Path of the value in the settings file, such as `release.steps.0.weight` for the setting `release.steps.*.weight`.
   *
   * @default - `setting`
   */
  readonly at?: string;
  /** True if the change is tried in a deployment of its own, because the deployment is refused, or alters most resources. @default false */
  readonly alone?: true;
  /** Values that other settings need to have before the change. @default - the change needs no such values */
  readonly given?: Values;
}

/** An environment, and the changes of its settings that can be rehearsed. One deployment can contain several of these changes. */
export interface ChangedEnvironment {
  readonly name: string;
  /** The content of `environments/<suffix>.json` without any of the changes. */
  readonly settings: object;
  readonly changes: readonly SettingChange[];
}

/** Returns the name of a change. No other change of the same environment has this name. */
export const nameOf = ({ setting, as }: Pick<SettingChange, "setting" | "as">): string =>
  as === undefined ? setting : `${setting} (${as})`;
