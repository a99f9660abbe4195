import { knownRow } from "../resources";
import type { ReviewInput, Section } from "./section";
import { data, joined, text } from "./text";

const SHOWN = 3;

/** Returns the section about resource types without a row in `src/resources/`. No other section judges resources of these types. */
export function unknownTypesSection({ changes, drift }: ReviewInput): Section {
  const unknown = [...changes, ...drift].filter(
    ({ mode, type }) => mode === "managed" && knownRow(type) === undefined,
  );
  const types = [...new Set(unknown.map(({ type }) => type))].sort();
  return {
    title: "Unknown types",
    findings: types.map((type) => {
      const addresses = [...new Set(unknown.filter((it) => it.type === type).map(({ address }) => address))];
      const shown = joined(
        addresses.slice(0, SHOWN).map((address) => text`${data(address)}`),
        ", ",
      );
      const more = addresses.length > SHOWN ? ` and ${addresses.length - SHOWN} more` : "";
      return {
        severity: "warning",
        sentence: text`unknown type ${data(type)} (${shown}${more}): src/resources/ has no row for this type, so this review does not know whether a resource of this type holds data, protects something or gives access`,
      };
    }),
  };
}
