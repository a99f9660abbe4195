import type { Said } from "./deploy-changed";
import { nameOf, type SettingChange } from "./setting-change";
import { follows, type Synthesized, synthesized, touchedBetween } from "./synthesized";
import { haveValues, withValues } from "./values";

/** Changes that one deployment makes: no resource is touched by two of them. */
export interface Batch {
  readonly members: readonly Member[];
  /** Settings with all of them. */
  readonly settings: object;
  /** What those synthesize to; nothing where they are refused. */
  readonly stack: Synthesized;
}

interface Member {
  readonly change: SettingChange;
  /** Addresses that it configures otherwise. */
  readonly touched: ReadonlySet<string>;
}

/** Most changes of a batch, and most that are looked at for one. */
const [MOST, LOOKED_AT] = [15, 60];

/**
 * The first change, and those of the next that may be deployed with it: what each does can be told by the resources that it touches.
 *
 * @param left not empty
 * @param isAlone of a change that is refused, or was in a batch in which something failed
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

/** What a section's warnings are about where they name no resource. */
const OF_SECTION: Readonly<Record<string, string>> = { Releases: "output.release_settings" };

/** What a deployment of a batch said of one of its changes. What belongs to no change alone is said of all that it may be of. */
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
