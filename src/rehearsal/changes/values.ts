import { isDeepStrictEqual } from "node:util";
import { changed } from "../../settings/changed";
import { PROFILES, type Profile } from "../../settings/profiles";
import type { Values } from "./setting-change";

const at = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

/** Returns the value of a setting. If the settings do not contain this setting, returns the default value in the settings' profile. */
export function settingOf(settings: object, path: string): unknown {
  const profile = (at(settings, "profile") ?? "ephemeral") as Profile;
  return at(settings, path) ?? at(PROFILES[profile], path);
}

/** Changes values in a copy of the settings. @returns the copy */
export const withValues = (settings: object, values: Values): object =>
  Object.entries(values).reduce((all, [path, value]) => changed(all, path, value), settings);

/** Returns whether the settings have these values. If a value is a list or an object, it is enough that the setting is not empty. */
export const haveValues = (settings: object, values: Values): boolean =>
  Object.entries(values).every(([path, value]) => {
    const found = settingOf(settings, path);
    if (typeof value !== "object" || value === null) return isDeepStrictEqual(found, value);
    return Object.keys(found ?? {}).length > 0;
  });
