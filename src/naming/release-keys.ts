/**
 * Returns the object key of the release document in the state bucket. The release document contains the controller's last command and the
 * release's progress. A destroy does not delete the release document.
 */
export const releaseKey = (suffix: string): string => `${suffix}/release.json`;

/**
 * Returns the object key for the copy of an unreadable release document. The copy is made before a new release document replaces the
 * unreadable one.
 */
export const unreadableReleaseKey = (suffix: string): string => `${suffix}/release.unreadable.json`;
