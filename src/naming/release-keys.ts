/** Key of the release controller's document in the state bucket: what it is asked for, and where it is. It stays after a destroy. */
export const releaseKey = (suffix: string): string => `${suffix}/release.json`;

/** Key that a document which cannot be read is copied to, before another takes its place. */
export const unreadableReleaseKey = (suffix: string): string => `${suffix}/release.unreadable.json`;
