import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient } from "@aws-sdk/client-iam";
import { RDSClient } from "@aws-sdk/client-rds";
import { Route53Client } from "@aws-sdk/client-route-53";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { CLIENT } from "./client-options";
import { awsClients } from "./clients";

/** Creates the AWS clients for `npm run doctor` and `npm run verify`. These commands only read. */
export const lookingClients = () => ({
  ...awsClients(),
  cloudTrail: new CloudTrailClient(CLIENT),
  ec2: new EC2Client(CLIENT),
  ecr: new ECRClient(CLIENT),
  iam: new IAMClient(CLIENT),
  quotas: new ServiceQuotasClient(CLIENT),
  rds: new RDSClient(CLIENT),
  route53: new Route53Client(CLIENT),
});

export type LookingClients = ReturnType<typeof lookingClients>;
