import { TLS_POLICIES } from "../policy/rules/load-balancer";

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
const NAME = /^ELBSecurityPolicy-TLS13-1-([0-3])(-Res|-Ext[012])?(-FIPS)?(-PQ)?-\d{4}-\d{2}$/;

/**
 * Matches the names of TLS policies without TLS 1.3. If the name contains a TLS version, this is the lowest version that the policy
 * accepts. Otherwise the policy accepts every TLS version up to 1.2.
 */
const OLDER = /^ELBSecurityPolicy-(?:(?:TLS|FS)-1-([0-2])-|2015-|2016-|FS-2018-)/;

/**
 * Returns whether a listener's new TLS policy is weaker than the old policy: it accepts an older TLS version, or ciphers that the old
 * policy refused. The new policy also counts as weaker if it is unknown, or if it is stricter in one respect and looser in another.
 */
export function isWeakerTls(before: string, after: string): boolean {
  const [was, becomes] = [before, after].map((it) => NAME.exec(it));
  if (becomes === null || becomes === undefined) return !TLS_POLICIES.includes(after);
  if (was === null || was === undefined) {
    const older = OLDER.exec(before);
    const isNewer = older !== null && Number(becomes[1]) > Number(older[1] ?? 0);
    return !isNewer && !TLS_POLICIES.includes(after);
  }
  const [, version = "", ciphers = "", fips, quantum] = was;
  const [, newVersion = "", newCiphers = "", newFips, newQuantum] = becomes;
  if ((fips !== undefined && newFips === undefined) || (quantum !== undefined && newQuantum === undefined)) {
    return true;
  }
  // Each of the policies with TLS 1.3 accepts all ciphers of TLS 1.3. So a new policy that accepts only TLS 1.3 accepts no further ciphers.
  const isNoLooser =
    newVersion === "3" ||
    newCiphers === "-Res" ||
    newCiphers === ciphers ||
    (newCiphers === "" && ciphers !== "-Res");
  return newVersion < version || !isNoLooser;
}
