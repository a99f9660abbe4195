/**
 * A text of a review. It consists of the review's own words and of data, which are values from a plan. The maker of the plan
 * chose those values, so each rendering quotes them in a way that they cannot break out of.
 */
export type Text = readonly (string | Data)[];

export interface Data {
  readonly data: string;
}

export const data = (value: string): Data => ({ data: value });

/**
 * A text from a template. Plain strings in the template have to be the review's own words; a value of a plan goes through {@link
 * data}.
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

/** A text in which data are shown in some way. */
export const rendered = (of: Text, show: (data: string) => string): string =>
  of.map((part) => (typeof part === "string" ? part : show(part.data))).join("");

export const plain = (of: Text): string => rendered(of, (value) => value);
