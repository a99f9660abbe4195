import { createHash } from "node:crypto";
import { shorten } from "../terminal/printable";

/** Shortens a long value, and adds the beginning of the value's SHA-256 digest. So two different values still look different. */
export const recognizable = (value: string, length: number): string =>
  value.length <= length
    ? value
    : `${shorten(value, length)} (SHA-256 ${createHash("sha256").update(value).digest("hex").slice(0, 12)})`;
