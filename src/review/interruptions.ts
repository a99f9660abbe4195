import { knownRow } from "../resources";
import { type Difference, differences, UNKNOWN } from "./difference";
import type { Finding, ReviewInput, Section } from "./section";
import { actionOf } from "./terraform-plan";
import { data, text } from "./text";

/** Changes that interrupt requests or connections while they are applied, also where nothing is lost. */
export function interruptionsSection({ changes }: ReviewInput): Section {
  const findings = changes
    .filter((it) => ["replace", "update"].includes(actionOf(it)))
    .flatMap((resource) => {
      const { address, type, change } = resource;
      const isOfNew = ({ after }: Difference) => after === UNKNOWN && actionOf(resource) === "replace";
      const changed = new Set(
        differences(change)
          .filter((it) => !isOfNew(it)) // what AWS fills in for its successor; that it is replaced is said elsewhere
          .map(({ path }) => /^\w+/.exec(path)?.[0]),
      );
      return Object.entries(knownRow(type)?.attributes.interrupts ?? {})
        .filter(([attribute]) => changed.has(attribute))
        .map(
          ([attribute, what]): Finding => ({
            severity: "warning",
            address,
            sentence: text`${data(address)}: ${attribute} changes, which interrupts ${what}`,
          }),
        );
    });
  return { title: "Interruptions", findings };
}
