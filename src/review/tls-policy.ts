import { TLS_POLICIES } from "../policy/rules/load-balancer";

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
const NAME = /^ELBSecurityPolicy-TLS13-1-([0-3])(-Res|-Ext[012])?(-FIPS)?(-PQ)?-\d{4}-\d{2}$/;

/** TLS policies without TLS 1.3 whose name tells their lowest TLS version; the policies of the first years take every version. */
const OLDER = /^ELBSecurityPolicy-(?:(?:TLS|FS)-1-([0-2])-|2015-|2016-|FS-2018-)/;

/**
 * Whether a listener's new TLS policy accepts connections that the old policy refused: an older version of TLS, or further
 * ciphers. An unknown policy counts as weaker, and so does one that is neither stricter nor looser.
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
  // All ciphers of TLS 1.3 are also in the strictest of the other policies.
  const isNoLooser =
    newVersion === "3" ||
    newCiphers === "-Res" ||
    newCiphers === ciphers ||
    (newCiphers === "" && ciphers !== "-Res");
  return newVersion < version || !isNoLooser;
}
