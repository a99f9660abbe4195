import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { SNSClient } from "@aws-sdk/client-sns";
import { CLIENT } from "../../aws/client-options";
import { type AwsClients, awsClients } from "../../aws/clients";
import { REGION } from "../../naming/region";
import { type Aws, wordsOf } from "../controller/aws";
import { parseDocument, type ReleaseDocument } from "../controller/document";
import { readDocument } from "../controller/document-object";
import type { WideLook } from "../controller/look";
import { observe } from "../controller/observe";
import { type FoundTraffic, findTraffic } from "../controller/traffic";
import { awsClock } from "./clock";
import { balancerAlarms, controllerAlarms, type Environment, namesOf } from "./environment";
import { type Failing, readFailing, staysWrong } from "./failing";
import { type Numbers, readNumbers } from "./numbers";

/** The services that are read, and AWS's clock. */
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

/** The controller's document, and the environment's present state; both are only read. */
export interface Seen {
  /** `none`: no release was ever started here. @default - the document could not be read; `problem` says why */
  readonly document?: ReleaseDocument | "none";
  readonly problem?: string;
  /** The alarms of both colors, of the release, of the load balancer, and on the controller. */
  readonly look: WideLook;
  /** @default - the numbers could not be read yet, or nobody asked for them */
  readonly numbers?: Numbers;
  /** The failed requests, or why they could not be read. @default - not read: traffic is where it may be */
  readonly failing?: Failing | { readonly missing: string };
  /** Why the numbers could not be read again. @default - the numbers are the newest, or nobody asked for them */
  readonly stale?: string;
}

/** Reads the state of a release. @param wide whether to read the images and tasks of both colors too */
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

/** How often the numbers and the images are read, in milliseconds; CloudWatch has new numbers every minute. */
const SLOWLY = 20_000;

/** Reads the state and the numbers again and again. @param own the clock that measures the pauses */
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
        // The dimensions of the metrics stay the same for as long as the listener exists.
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
 * The failed requests since the release began, where traffic stays where it must not be. A failure to read them hides no other
 * number.
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

/** The controller's document as it is stored, or why it could not be read. */
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
