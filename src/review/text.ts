/**
 * A text of a review. It consists of the review's own words and of data. Data are values from a plan. The person who made the plan may have
 * chosen these values, so each output format quotes or escapes them.
 */
export type Text = readonly (string | Data)[];

export interface Data {
  readonly data: string;
}

export const data = (value: string): Data => ({ data: value });

/**
 * A tag function for template literals. It returns a text of a review. Callers insert two kinds of values: strings that are the review's
 * own words, and values of a plan. Callers have to wrap each value of a plan in {@link data}, because the output formats do not quote or
 * escape a plain string.
 */
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

/** Returns a text as a string. @param show a function that quotes or escapes data */
export const rendered = (of: Text, show: (data: string) => string): string =>
  of.map((part) => (typeof part === "string" ? part : show(part.data))).join("");

export const plain = (of: Text): string => rendered(of, (value) => value);
