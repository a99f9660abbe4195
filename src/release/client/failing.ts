import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { duration } from "../../terminal/live";
import { COLORS } from "../controller/color";
import { MINUTE } from "../controller/decision";
import type { ReleaseDocument } from "../controller/document";
import type { FoundTraffic } from "../controller/traffic";
import { readMeasured } from "../report/read-metrics";
import { minute } from "./time";

/** The failed requests since a release began. All times are milliseconds since 1970. */
export interface Failing {
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  /** The number of requests without a 2xx, 3xx or 4xx response. */
  readonly failed: number;
  /**
   * The time since which every minute with requests has been a failing minute. In a failing minute, the share of failed requests is greater
   * than {@link FAILS}. @default - the newest minute with requests is not failing
   */
  readonly since?: number;
}

/**
 * The share of failed requests above which a minute counts as a failing minute. A request also counts as failed if its client closed the
 * connection early. Usually, the share of requests with such a client is smaller than this number.
 */
const FAILS = 0.01;

/**
 * Returns true if traffic is still on a color that it has to leave: the release is stuck, or its rollback began more than a minute ago and
 * has not succeeded.
 */
export const staysWrong = ({ phase, warned }: ReleaseDocument): boolean =>
  phase === "stuck" || (phase === "back" && warned === true);

/**
 * Returns the time from which failed requests are counted, in milliseconds since 1970: the start of the release or, if there is no release,
 * the start of the rollback.
 */
const beganAt = ({ release, movedAt }: ReleaseDocument): number => release?.startedAt ?? movedAt;

/** Counts the failed requests of the complete minutes since a release began. @param now the time by AWS's clock */
export async function readFailing(
  cloudWatch: CloudWatchClient,
  traffic: FoundTraffic,
  document: ReleaseDocument,
  now: number,
): Promise<Failing | { readonly missing: string }> {
  const shown = { from: beganAt(document), to: Math.floor(now / MINUTE) * MINUTE };
  const measured = await readMeasured(cloudWatch, traffic, { shown }, now);
  if ("missing" in measured) return measured;
  const minutes = new Map<number, { requests: number; failed: number }>();
  const add = (at: number, requests: number, failed: number) => {
    const { requests: asked, failed: lost } = minutes.get(at) ?? { requests: 0, failed: 0 };
    minutes.set(at, { requests: asked + requests, failed: lost + failed });
  };
  for (const color of COLORS)
    for (const { at, requests, failed } of measured.points[color]) add(at, requests, failed);
  for (const { at, requests } of measured.refused) add(at, requests, requests);
  const asked = [...minutes].filter(([, { requests }]) => requests > 0).sort(([a], [b]) => a - b);
  const sum = (of: "requests" | "failed") => [...minutes.values()].reduce((all, it) => all + it[of], 0);
  const well = asked.findLastIndex(([, { requests, failed }]) => failed <= FAILS * requests);
  const since = asked[well + 1]?.[0];
  return {
    ...shown,
    requests: sum("requests"),
    // The number of requests minus the number of answers may be negative: the first minute may contain answers to requests of the minute
    // before.
    failed: Math.max(0, sum("failed")),
    ...(since !== undefined && { since }),
  };
}

const grouped = (count: number) => Math.round(count).toLocaleString("en-US");

/**
 * Returns lines with the time since which requests fail, and with the number of all failed requests. The list is empty unless traffic is
 * still on a color that it has to leave ({@link staysWrong}).
 */
export function failingWords(
  document: ReleaseDocument,
  failing: Failing | { readonly missing: string } | undefined,
  now: number,
): readonly string[] {
  if (!staysWrong(document)) return [];
  if (failing === undefined)
    return ["  it is not known yet since when requests fail, and how many have failed"];
  if ("missing" in failing)
    return [`  it is NOT KNOWN since when requests fail, and how many have failed: ${failing.missing}`];
  const { from, to, requests, failed, since } = failing;
  const began = document.release === undefined ? "all traffic had to go back" : "the release began";
  const time = `${minute(from)} to ${minute(to)} UTC`;
  if (requests === 0) return [`  in all: CloudWatch counted no request since ${began} (${time})`];
  return [
    since === undefined
      ? "  in the newest minute with requests, at most 1 in 100 of them failed"
      : `  since ${minute(since)} UTC${since <= from ? ", or before," : ""} (${duration(now - since)}) more than 1 in 100 requests fail in each minute`,
    `  in all at most ${grouped(failed)} of ${grouped(requests)} requests failed since ${began} (${time}); this number includes requests whose clients hung up`,
  ];
}
