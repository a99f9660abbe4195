import { isUtf8 } from "node:buffer";

/**
 * Decodes a settings file, and removes the byte order mark, which some editors write.
 *
 * @throws Error if the file is not UTF-8. The message contains the place of the first wrong byte
 */
export function decodeSettings(bytes: Buffer): string {
  if (isUtf8(bytes)) return new TextDecoder("utf-8").decode(bytes);
  // Bytes that are not UTF-8 change when they are decoded and encoded again. So the first byte that differs is the first wrong byte.
  const kept = Buffer.from(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  const at = bytes.findIndex((byte, index) => byte !== kept[index]);
  const before = new TextDecoder("utf-8").decode(bytes.subarray(0, at)); // without a byte order mark, which editors do not count
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  const byte = bytes[at]?.toString(16).padStart(2, "0");
  throw new Error(
    `bytes that are not UTF-8: 0x${byte} in line ${line}, column ${column}; save the file as UTF-8`,
  );
}

/** Matches strings, brackets, braces and colons in JSON. Other tokens do not matter to find the keys of objects. */
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Finds keys that occur twice in the same object, for example after a merge of two branches. `JSON.parse` does not report them, and uses
 * the last value.
 *
 * @param json valid JSON
 * @returns the path of each repeated key, such as `database.minAcu`
 */
export function repeatedKeys(json: string): readonly string[] {
  const repeated = new Set<string>();
  const open: { readonly keys: Set<string>; path: string | undefined }[] = [];
  const tokens = json.match(TOKENS) ?? [];
  for (const [index, token] of tokens.entries()) {
    const around = open.at(-1);
    if (token === "{" || token === "[") open.push({ keys: new Set(), path: around?.path });
    else if (token === "}" || token === "]") open.pop();
    else if (tokens[index + 1] === ":" && around !== undefined) {
      const key = JSON.parse(token) as string;
      const outer = open.at(-2)?.path;
      around.path = outer ? `${outer}.${key}` : key;
      if (around.keys.has(key)) repeated.add(around.path);
      around.keys.add(key);
    }
  }
  return [...repeated];
}
