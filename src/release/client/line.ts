import { weightOf } from "../controller/color";
import type { ReleaseDocument } from "../controller/document";
import { failedWords, p99Words, rateWords } from "../controller/requests";
import { stateWords, utc } from "./block";
import { guardedWords } from "./guarded";
import type { Seen } from "./seen";
import { harmWords, liveWords, standing, whatNext } from "./words";

/**
 * Returns a line about a release, and a key. The caller prints the line only if the key differs from the key of the line that was printed
 * last. The key contains neither times nor numbers of requests, so a new time or a new number alone does not cause a new line.
 */
export function changeOf(
  suffix: string,
  document: ReleaseDocument,
  { look, numbers }: Seen,
): { readonly text: string; readonly key: string } {
  const { release, phase, want, reason, warned } = document;
  const { candidate = "green", alarms: names = [], step } = release ?? {};
  const { healthy = "?", registered = "?" } = look.targets[candidate] ?? {};
  const unguarded = guardedWords(suffix, document, look);
  const harm = harmWords(look);
  const wrong = names
    .filter((name) => look.alarms?.[name] !== undefined && look.alarms[name] !== "OK")
    .map((name) => `${stateWords(look.alarms?.[name])}: ${name}`);
  const facts = [
    `${candidate} ${typeof look.live === "number" ? `${weightOf(candidate, look.live)} %` : liveWords(look)}`,
    `${healthy} healthy of ${registered}`,
    ...wrong,
    ...(unguarded.startsWith("NOT") ? [unguarded] : []),
  ];
  const measured =
    numbers === undefined
      ? []
      : [
          `${rateWords(numbers.colors[candidate])}, failed ${failedWords(numbers.colors[candidate])}, p99 ${p99Words(numbers.colors[candidate])}`,
        ];
  const unseen = look.unknown.length === 0 ? [] : [`cannot be seen: ${look.unknown.join("; ")}`];
  const [next] = whatNext(suffix, document, look);
  const text = [
    `${utc(look.now)}  ${[...harm, standing(document, look)].join("; ")} [${[...facts, ...measured, ...unseen].join(", ")}]`,
    ...(next === undefined ? [] : [next]),
  ].join("; ");
  // The texts in the key contain no durations and no request ids, because those differ at every reading of the state.
  const key = [phase, want, step, reason, warned, healthy, registered, look.live, ...wrong, ...harm];
  const parts = look.unknown.map((it) => it.replace(/ \(.*/, ""));
  return { text, key: JSON.stringify([...key, unguarded.replace(/\d+ \w+/g, ""), ...parts]) };
}
