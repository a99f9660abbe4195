/**
 * A text of a review. It consists of the review's own words and of data, which are values from a plan. Whoever made the plan
 * chose those values, so each output format quotes or escapes them.
 */
export type Text = readonly (string | Data)[];

export interface Data {
  readonly data: string;
}

export const data = (value: string): Data => ({ data: value });

/**
 * A tagged template for a text. Plain strings in the template have to be the review's own words. A value of a plan has to be
 * wrapped in {@link data}.
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

/** A text as a string. @param show the function that quotes or escapes data */
export const rendered = (of: Text, show: (data: string) => string): string =>
  of.map((part) => (typeof part === "string" ? part : show(part.data))).join("");

export const plain = (of: Text): string => rendered(of, (value) => value);
