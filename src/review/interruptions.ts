import { knownRow } from "../resources";
import { type Difference, differences, UNKNOWN } from "./difference";
import type { Finding, ReviewInput, Section } from "./section";
import { actionOf } from "./terraform-plan";
import { data, text } from "./text";

/** Changes that interrupt requests or connections, while they are applied or when they take effect, also where nothing is lost. */
export function interruptionsSection({ changes }: ReviewInput): Section {
  const findings = changes
    .filter((it) => ["replace", "update"].includes(actionOf(it)))
    .flatMap((resource) => {
      const { address, type, change } = resource;
      const isOfNew = ({ after }: Difference) => after === UNKNOWN && actionOf(resource) === "replace";
      const paths = differences(change)
        .filter((it) => !isOfNew(it)) // what AWS fills in for its successor; that it is replaced is said elsewhere
        .map(({ path }) => path);
      const attributes = new Set(paths.map((path) => /^\w+/.exec(path)?.[0]));
      const { interrupts = {}, reboots = {} } = knownRow(type)?.attributes ?? {};
      const warning = (sentence: Finding["sentence"]): Finding => ({
        severity: "warning",
        address,
        sentence,
      });
      return [
        ...Object.entries(interrupts)
          .filter(([attribute]) => attributes.has(attribute))
          .map(([attribute, what]) =>
            warning(text`${data(address)}: ${attribute} changes, which interrupts ${what}`),
          ),
        ...Object.entries(reboots)
          .filter(([path]) => paths.includes(path) && actionOf(resource) === "update")
          .map(([path, what]) =>
            warning(text`${data(address)}: ${path} changes, and needs a reboot for ${what}`),
          ),
      ];
    });
  return { title: "Interruptions", findings };
}
