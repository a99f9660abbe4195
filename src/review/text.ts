/**
 * What a review says: words of its own, and data, which are values that come from a plan. Whoever made the plan chose those,
 * so each rendering shows them in a way that they cannot leave.
 */
export type Text = readonly (string | Data)[];

export interface Data {
  readonly data: string;
}

export const data = (value: string): Data => ({ data: value });

/** A text from a template; strings that are filled in are words of our own, never a value of a plan: see {@link data}. */
export function text(
  words: TemplateStringsArray,
  ...parts: readonly (Text | Data | string | number)[]
): Text {
  return words
    .flatMap((word, index): Text => {
      const part = parts[index] ?? "";
      if (typeof part === "number") return [word, String(part)];
      return typeof part === "object" && !("data" in part) ? [word, ...part] : [word, part];
    })
    .filter((part) => part !== "");
}

export const joined = (texts: readonly Text[], separator: string): Text =>
  texts.flatMap((each, index) => (index > 0 ? [separator, ...each] : each));

/** A text in which data are shown in some way. */
export const rendered = (of: Text, show: (data: string) => string): string =>
  of.map((part) => (typeof part === "string" ? part : show(part.data))).join("");

export const plain = (of: Text): string => rendered(of, (value) => value);
