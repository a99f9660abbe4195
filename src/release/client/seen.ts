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
import { controllerAlarms, type Environment, namesOf } from "./environment";

/** The services that are looked at. */
export type Clients = Aws & AwsClients;

export const clients = (): Clients => ({
  ...awsClients(),
  elbOnce: new ElasticLoadBalancingV2Client({ ...CLIENT, maxAttempts: 1 }),
  sns: new SNSClient(CLIENT),
});

/** What the controller has written, and what is so: both are only read. */
export interface Seen {
  /** `none`: no release was ever started here. @default - it could not be read; `problem` says why */
  readonly document?: ReleaseDocument | "none";
  readonly problem?: string;
  /** The alarms are those of both colors, of the release, and on the controller. */
  readonly look: WideLook;
}

/** Looks at a release. @param wide whether also at what both colors run */
export async function see(
  aws: Clients,
  environment: Environment,
  { wide }: { readonly wide: boolean },
): Promise<Seen> {
  const settings = namesOf(environment);
  const stored = await storedDocument(aws, environment);
  const document = stored.document === "none" ? undefined : stored.document;
  const { blue, green } = settings.alarms;
  const alarms = [...blue, ...green, ...controllerAlarms(environment.suffix)];
  const place = { settings, region: REGION, accountId: "" };
  const look = await observe(aws, place, { urgent: false, wide, document, alarms });
  return { ...stored, look };
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
