import { letters } from "./letters";
import type { Planted } from "./planted";

const { some } = letters(17);

/** Values that a plan marks as sensitive, each with another text of the plan from which the value can be read. */
export const PLANTED_MARKED: readonly (Planted & { readonly marked: string | number })[] = [
  ["base64", (it: string) => Buffer.from(it).toString("base64")],
  ["base64 for URLs", (it: string) => Buffer.from(it).toString("base64url")],
  ["base64 beside a user", (it: string) => Buffer.from(`svc:${it}`).toString("base64")],
  ["base64 beside a user of two letters", (it: string) => Buffer.from(`me:${it}`).toString("base64")],
  ["base64 of JSON", (it: string) => Buffer.from(JSON.stringify({ pw: it, user: "x" })).toString("base64")],
  ["a URL's escapes", (it: string) => `https://x.example/?q=${encodeURIComponent(it)}`],
  ["a JSON text", (it: string) => JSON.stringify({ note: it })],
  ["a JSON text in another", (it: string) => JSON.stringify({ inner: JSON.stringify({ note: it }) })],
  ["a sentence", (it: string) => `it is ${it}, for now`],
  ["hexadecimal digits", (it: string) => Buffer.from(it).toString("hex")],
  [
    "hexadecimal digits of a command",
    (it: string) => `printf '\\x' 0x${Buffer.from(it).toString("hex").toUpperCase()}`,
  ],
  ["hexadecimal digits of a longer text", (it: string) => Buffer.from(`svc:${it}@db`).toString("hex")],
]
  .flatMap(([what, write], index) => {
    const make = write as (it: string) => string;
    const long = `pa"ss/${some("alphanumeric", 10)}+${index}`;
    const short = some("alphanumeric", 6);
    const ofShort = ["base64", "base64 for URLs", "a JSON text", "a sentence", "hexadecimal digits"].includes(
      String(what),
    );
    return [long, ...(ofShort ? [short] : [])].map((secret) => ({
      what: `${secret.length > 6 ? "a long" : "a short"} one, in ${what}`,
      name: "DESCRIPTION",
      marked: secret as string | number,
      value: make(secret),
      secret,
    }));
  })
  .concat(
    ["4711", "93751", "48151623"].map((secret) => ({
      what: `the number ${secret}, in a sentence`,
      name: "DESCRIPTION",
      marked: Number(secret),
      value: `call ${secret}, then wait`,
      secret,
    })),
    ["93751", "48151623"].map((secret) => ({
      what: `the number ${secret}, in a JSON text`,
      name: "DESCRIPTION",
      marked: secret,
      value: `{"pin":"${secret}"}`,
      secret,
    })),
  );
