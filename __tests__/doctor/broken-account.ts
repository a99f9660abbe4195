import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient } from "@aws-sdk/client-iam";
import { Route53Client } from "@aws-sdk/client-route-53";
import { S3Client } from "@aws-sdk/client-s3";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import type { Emulator } from "../../src/rehearsal/emulator";

/** The account's administrator, who breaks and mends. */
export const administrator = ({ client }: Pick<Emulator, "client">) => ({
  cloudTrail: new CloudTrailClient(client),
  ec2: new EC2Client(client),
  ecr: new ECRClient(client),
  iam: new IAMClient(client),
  quotas: new ServiceQuotasClient(client),
  route53: new Route53Client(client),
  s3: new S3Client(client),
});

export type Administrator = ReturnType<typeof administrator>;

/** What the doctor is run with. */
export interface World {
  readonly admin: Administrator;
  /** Variables of the shell; `undefined` unsets. */
  readonly shell: (variables: Readonly<Record<string, string | undefined>>) => void;
  /** Writes environments/dev.json. */
  readonly settings: (settings: object | string) => void;
}

/** Something that is wrong before a first deployment, and what mends it. */
export interface Situation {
  /** What is broken, in words. */
  readonly broken: string;
  /** The row of the table that has to name it. */
  readonly check: string;
  readonly make: (world: World) => Promise<unknown> | unknown;
  /** What the row advises. */
  readonly cure: (world: World) => Promise<unknown> | unknown;
}
