import { TLS_POLICIES } from "../policy/rules/load-balancer";

// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
const NAME = /^ELBSecurityPolicy-TLS13-1-([0-3])(-Res|-Ext[012])?(-FIPS)?(-PQ)?-\d{4}-\d{2}$/;

/** Policies without TLS 1.3 that say from which version on they take TLS; those of the first years take every one. */
const OLDER = /^ELBSecurityPolicy-(?:(?:TLS|FS)-1-([0-2])-|2015-|2016-|FS-2018-)/;

/**
 * Whether another TLS policy of a listener lets in what the one before refused: an older version of TLS, or further ciphers. A
 * name that nobody knows, or two that are neither stricter nor looser than one another, count as weaker.
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
  // TLS 1.3 has only ciphers that the strictest of the others have.
  const isNoLooser =
    newVersion === "3" ||
    newCiphers === "-Res" ||
    newCiphers === ciphers ||
    (newCiphers === "" && ciphers !== "-Res");
  return newVersion < version || !isNoLooser;
}
