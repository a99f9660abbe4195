import { createHash } from "node:crypto";
import { shorten } from "../terminal/printable";

/** A long value, shortened so that two different values stay different. */
export const recognizable = (value: string, length: number): string =>
  value.length <= length
    ? value
    : `${shorten(value, length)} (SHA-256 ${createHash("sha256").update(value).digest("hex").slice(0, 12)})`;
