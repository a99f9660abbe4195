import type { Said } from "./deploy-changed";
import { nameOf, type SettingChange } from "./setting-change";
import { follows, type Synthesized, synthesized, touchedBetween } from "./synthesized";
import { haveValues, withValues } from "./values";

/** Changes of settings that are deployed together. No two of these changes alter the same resource. */
export interface Batch {
  readonly members: readonly Member[];
  /** The settings with all changes of the batch. */
  readonly settings: object;
  /** The resources that are synthesized from `settings`. Empty if the batch consists of one change that has to be deployed alone. */
  readonly stack: Synthesized;
}

interface Member {
  readonly change: SettingChange;
  /** Terraform addresses of the resources and outputs whose configuration the change alters. */
  readonly touched: ReadonlySet<string>;
}

/**
 * `MOST` is the maximum number of changes in a batch. `LOOKED_AT` is the maximum number of changes that {@link batchOf} considers after the
 * first change of a batch.
 */
const [MOST, LOOKED_AT] = [15, 60];

/**
 * Forms a batch. The batch contains the first of the remaining changes, and some of the other remaining changes. No two changes of the
 * batch alter the same resource. So if something happens to a resource, it is clear which change is the cause.
 *
 * @param settings the present settings
 * @param left the remaining changes, at least one
 * @param isAlone a function that returns whether a change has to be deployed alone. A change has to be deployed alone in three cases: the
 * change is expected to be refused, the change alters most resources, or an earlier batch with the change failed
 */
export function batchOf(
  settings: object,
  left: readonly SettingChange[],
  suffix: string,
  isAlone: (change: SettingChange) => boolean,
): Batch {
  const [first, ...others] = left as [SettingChange, ...SettingChange[]];
  const members: Member[] = [];
  let [all, stack] = [settings, synthesized(settings, suffix) ?? (new Map() as Synthesized)];
  const isFree = (touched: ReadonlySet<string>) =>
    members.every((it) => [...touched].every((address) => !it.touched.has(address)));
  const isWritten = (path: string) =>
    members.some(({ change }) =>
      Object.keys(change.to).some((it) => `${it}.`.startsWith(`${path}.`) || path.startsWith(`${it}.`)),
    );
  const add = (change: SettingChange): boolean => {
    if (Object.keys(change.to).some(isWritten)) return false;
    const next = withValues(all, change.to);
    const after = synthesized(next, suffix);
    if (after === undefined) return false;
    const touched = touchedBetween(stack, after);
    if (!isFree(touched)) return false;
    members.push({ change, touched });
    [all, stack] = [next, after];
    return true;
  };
  if (isAlone(first) || !add(first)) {
    return {
      members: [{ change: first, touched: new Set() }],
      settings: withValues(settings, first.to),
      stack: new Map(),
    };
  }
  for (const change of others.slice(0, LOOKED_AT)) {
    if (members.length === MOST) break;
    if (!isAlone(change) && haveValues(settings, change.given ?? {})) add(change);
  }
  return { members, settings: all, stack };
}

/**
 * In some sections of the review, the warnings contain no Terraform address. The keys of this map are the titles of these sections. The
 * value is the address of the output that the section's warnings are about.
 */
const OF_SECTION: Readonly<Record<string, string>> = { Releases: "output.release_settings" };

/**
 * Selects the part of a deployment's output that belongs to one change of the batch. If a warning or a resource belongs to several changes,
 * it is reported for each of these changes.
 */
export function saidOf({ members, stack }: Batch, { change, touched }: Member, said: Said): Said {
  if (members.length === 1) return said;
  const isOf = (address: string) => {
    const [owner] = members.filter((it) => it.touched.has(address));
    return owner === undefined ? follows(address, touched, stack) : owner.change === change;
  };
  const changes = said.changes.filter(({ address }) => isOf(address));
  return {
    ...said,
    changes,
    warnings: said.warnings.filter((it) => {
      const address = it.address ?? /\baws_\w+\.\w+/.exec(it.sentence)?.[0] ?? OF_SECTION[it.section];
      return address === undefined || isOf(address);
    }),
    with: members.map((it) => nameOf(it.change)).filter((name) => name !== nameOf(change)),
  };
}
