/**
 * The JavaScript (CommonJS, ES2022) of a TypeScript module, without its types.
 *
 * @param code the module's text
 * @param filename named where the text cannot be read
 * @param maps whether a source map, which names the file, ends the result. @default false
 * @throws when it is no TypeScript
 */
export function stripTypes(code: string, filename: string, maps?: boolean): string;
