import { printable } from "../../terminal/printable";

/**
 * Text that is already HTML, so that {@link html} does not escape it again. It is a result of {@link html}, or a constant in this code.
 * Text from outside, such as a reason or a name, never has this type.
 */
export class Html {
  public constructor(private readonly text: string) {}
  public toString(): string {
    return this.text;
  }
}

type Part = Html | string | number | undefined | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function written(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.toString();
  if (typeof part === "object") return part.map(written).join("");
  return printable(String(part)).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/**
 * A tagged template for HTML. It escapes every inserted value, so that the value can stand in text and in quoted attributes. Values of the
 * type {@link Html} are not escaped.
 */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.map((text, index) => text + written(parts[index])).join(""));
