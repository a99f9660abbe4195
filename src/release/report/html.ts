import { printable } from "../../terminal/printable";

/** Text that is HTML already: made by {@link html}, or a constant of ours. What people wrote is never taken for it. */
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

/** A template in which everything that is put in is escaped, for text and for quoted attributes alike, but for HTML itself. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.map((text, index) => text + written(parts[index])).join(""));
