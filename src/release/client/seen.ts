import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SNSClient } from "@aws-sdk/client-sns";
import { CLIENT } from "../../aws/client-options";
import { type AwsClients, awsClients } from "../../aws/clients";
import { REGION } from "../../naming/region";
import { type Aws, wordsOf } from "../controller/aws";
import { parseDocument, type ReleaseDocument } from "../controller/document";
import { readDocument } from "../controller/document-object";
import type { WideLook } from "../controller/look";
import { alarmStates, observe } from "../controller/observe";
import { type FoundTraffic, findTraffic } from "../controller/traffic";
import { awsClock } from "./clock";
import { balancerAlarms, controllerAlarms, type Environment, namesOf } from "./environment";
import { type Failing, readFailing, staysWrong } from "./failing";
import { type Numbers, readNumbers } from "./numbers";

/** The AWS clients with which the commands call AWS, and the function `now`. This function returns the time by {@link awsClock}. */
export type Clients = Aws & AwsClients & { readonly now: () => number };

export const clients = (): Clients => {
  const all = awsClients();
  return {
    ...all,
    elbOnce: new ElasticLoadBalancingV2Client({ ...CLIENT, maxAttempts: 1 }),
    sns: new SNSClient(CLIENT),
    now: awsClock(all.s3),
  };
};

/** The release document and the present state of the environment, as `status` reads them. */
export interface Seen {
  /**
   * The release document, or `none` if the environment has no release document yet. If the document could not be read, this field is
   * missing, and `problem` says why.
   */
  readonly document?: ReleaseDocument | "none";
  readonly problem?: string;
  /**
   * The present state of the environment. It contains the states of these alarms: the alarms of both colors, of the load balancer and of
   * the controller, and the release alarms.
   */
  readonly look: WideLook;
  /**
   * The newest numbers of the requests, and the newest values of the alarms' metrics. @default - these numbers could not be read yet, or
   * were not asked for
   */
  readonly numbers?: Numbers;
  /**
   * The failed requests since the release began, or the reason why they could not be read. They are read only if a rollback is stuck or
   * takes longer than a minute. @default - the failed requests were not read
   */
  readonly failing?: Failing | { readonly missing: string };
  /**
   * The error of the last attempt to read the numbers. If the field is present, `numbers` is from an earlier attempt, or is missing.
   * @default - the last attempt succeeded, or the numbers were not asked for
   */
  readonly stale?: string;
}

/** Reads the state of a release once, without the numbers of requests. @param wide true to also read the images and tasks of both colors */
export async function see(
  aws: Clients,
  environment: Environment,
  { wide }: { readonly wide: boolean },
): Promise<Seen> {
  const settings = namesOf(environment);
  const stored = await storedDocument(aws, environment);
  const document = stored.document === "none" ? undefined : stored.document;
  const { blue, green } = settings.alarms;
  const { suffix } = environment;
  const alarms = [...blue, ...green, ...balancerAlarms(suffix), ...controllerAlarms(suffix)];
  const place = { settings, region: REGION, accountId: "", now: aws.now };
  const look = await observe(aws, place, { urgent: false, wide, document, alarms });
  return { ...stored, look };
}

/**
 * Reads the states of the alarms that watch the controller itself. The controller's own answers contain only release alarms. @returns an
 * empty object if the states cannot be read
 */
export const controllerStates = (
  aws: Pick<Aws, "cloudWatch">,
  suffix: string,
): Promise<Record<string, string>> => alarmStates(aws, controllerAlarms(suffix)).catch(() => ({}));

/**
 * The shortest time between two readings of CloudWatch's numbers, in milliseconds. The same time applies to two readings of the images and
 * tasks. CloudWatch has new numbers every minute.
 */
const SLOWLY = 20_000;

/**
 * Returns a function that reads the state of a release at each call. The function reads some parts of the state at most once in 20 seconds:
 * the numbers of the requests, the values of the alarms' metrics, and the images and tasks of both colors.
 *
 * @param own the clock that measures the 20 seconds
 */
export function seeing(aws: Clients, environment: Environment, own = Date.now): () => Promise<Seen> {
  let kept: Pick<Seen, "numbers" | "stale" | "failing"> & { readonly runs?: WideLook["runs"] } = {};
  let readAt = Number.NEGATIVE_INFINITY;
  let traffic: FoundTraffic | undefined;
  return async () => {
    const isDue = own() - readAt >= SLOWLY;
    const seen = await see(aws, environment, { wide: isDue });
    const { look } = seen;
    if (isDue) {
      readAt = own();
      const read = await (async () => {
        // The dimensions of the metrics do not change as long as the listener exists.
        if (traffic === undefined || traffic.listenerArn !== look.listenerArn)
          traffic = await findTraffic(aws.elb, namesOf(environment), look.listenerArn);
        const alarms = Object.keys(look.alarms ?? {});
        const [numbers, failing] = await Promise.all([
          readNumbers(aws, traffic, { now: look.now, alarms }),
          failingOf(aws, traffic, seen),
        ]);
        return { numbers, ...(failing && { failing }) };
      })().catch((error: unknown) => ({
        ...(kept.numbers && { numbers: kept.numbers }),
        ...(kept.failing && { failing: kept.failing }),
        stale: wordsOf(error),
      }));
      kept = { ...read, ...(look.runs && { runs: look.runs }) };
    }
    const { runs, ...rest } = kept;
    return { ...seen, ...rest, look: { ...look, ...(runs && { runs }) } };
  };
}

/**
 * If the release is stuck, or its rollback takes longer than a minute, reads how many requests have failed since the release began. If this
 * number cannot be read, returns the reason in `missing`. {@link seeing} then still returns the other numbers (those of `readNumbers`).
 */
async function failingOf(
  { cloudWatch }: Clients,
  traffic: FoundTraffic,
  { document, look }: Seen,
): Promise<Seen["failing"]> {
  if (document === undefined || document === "none" || !staysWrong(document)) return undefined;
  return readFailing(cloudWatch, traffic, document, look.now).catch((error: unknown) => ({
    missing: wordsOf(error),
  }));
}

/** Reads the release document from the state bucket. If the document cannot be read, returns the reason in `problem`. */
export async function storedDocument(
  { s3 }: Pick<Aws, "s3">,
  environment: Environment,
): Promise<Omit<Seen, "look">> {
  const { stateBucket, documentKey } = namesOf(environment);
  const at = `the release document s3://${stateBucket}/${documentKey} cannot be read`;
  try {
    const answer = await readDocument(s3, namesOf(environment));
    if (answer.kind !== "document") return { document: "none" };
    const read = parseDocument(answer.text);
    return "unreadable" in read ? { problem: `${at}: ${read.unreadable}` } : { document: read };
  } catch (error) {
    return { problem: `${at}: ${wordsOf(error)}` };
  }
}
