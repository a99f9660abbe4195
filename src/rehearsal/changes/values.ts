import { isDeepStrictEqual } from "node:util";
import { changed } from "../../settings/changed";
import { PROFILES, type Profile } from "../../settings/profiles";
import type { Values } from "./setting-change";

const at = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);

/** What an environment has of a setting: by its file, or else by its profile. */
export function settingOf(settings: object, path: string): unknown {
  const profile = (at(settings, "profile") ?? "ephemeral") as Profile;
  return at(settings, path) ?? at(PROFILES[profile], path);
}

/** The settings with these values. */
export const withValues = (settings: object, values: Values): object =>
  Object.entries(values).reduce((all, [path, value]) => changed(all, path, value), settings);

/** Whether settings have these values; of a list or an object, whether there is any. */
export const haveValues = (settings: object, values: Values): boolean =>
  Object.entries(values).every(([path, value]) => {
    const found = settingOf(settings, path);
    if (typeof value !== "object" || value === null) return isDeepStrictEqual(found, value);
    return Object.keys(found ?? {}).length > 0;
  });
