/**
 * Converts a TypeScript module to JavaScript (CommonJS, ES2022) by removing its types.
 *
 * @param code the module's text
 * @param filename the file's name, for error messages and the source map
 * @param maps true if a source map is appended to the JavaScript. @default false
 * @throws Error if the text is not valid TypeScript
 */
export function stripTypes(code: string, filename: string, maps?: boolean): string;
