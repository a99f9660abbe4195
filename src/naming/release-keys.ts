/**
 * Key of the release document in the state bucket. The document contains the controller's last command and the release's progress. A
 * destroy does not delete the document.
 */
export const releaseKey = (suffix: string): string => `${suffix}/release.json`;

/** Key of the copy of an unreadable release document. The copy is made before a new document replaces the unreadable document. */
export const unreadableReleaseKey = (suffix: string): string => `${suffix}/release.unreadable.json`;
