import { createHash, createHmac } from "node:crypto";

/** Credentials by which the example signs in tests, and by which a token of its is looked at. AWS's own example key. */
export const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "rehearsed-and-good-for-nothing",
};

const LIFE_SECONDS = 15 * 60;

/**
 * Looks at a token of RDS as RDS does, as far as it is published: a request to `rds-db:connect`, signed by Signature Version 4 in its query,
 * for one host, port and user, for 15 minutes.
 *
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * Whether the role behind the credentials may connect as that user only AWS can tell.
 *
 * @param now milliseconds since 1970
 * @returns why the token is refused
 */
export function refusal(token: string, host: string, user: string, now = Date.now()): string | undefined {
  const url = new URL(`https://${token}`);
  const query = url.searchParams;
  if (url.host !== host) return `for another host: ${url.host}`;
  if (query.get("Action") !== "connect") return "not for connecting";
  if (query.get("DBUser") !== user) return "for another user";
  if (query.get("X-Amz-Expires") !== String(LIFE_SECONDS)) return "not for 15 minutes";
  const stamp = query.get("X-Amz-Date") ?? "";
  const signedAt = Date.parse(stamp.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  if (!(Math.abs(now - signedAt) < LIFE_SECONDS * 1000)) return "expired";
  return query.get("X-Amz-Signature") === signature(url, stamp) ? undefined : "signed by somebody else";
}

function signature(url: URL, stamp: string): string {
  const [, day = "", region = "", service = ""] = url.searchParams.get("X-Amz-Credential")?.split("/") ?? [];
  const encoded = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, escape);
  const query = [...url.searchParams]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&");
  const hash = (text: string) => createHash("sha256").update(text).digest("hex");
  const request = ["GET", "/", query, `host:${url.host}`, "", "host", hash("")].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", stamp, scope, hash(request)].join("\n");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${CREDENTIALS.AWS_SECRET_ACCESS_KEY}`,
  );
  return hmac(key, toSign).toString("hex");
}
