const HOURS = 730; // hours of a month, as in the AWS Pricing Calculator

/** The fixed price of a resource in us-east-1. AWS charges this price even if nobody uses the resource. */
export interface Price {
  /** US dollars a month. */
  readonly monthly: number;
  /** AWS's page with the price. */
  readonly page: string;
}

const hourly = (dollars: number, page: string): Price => ({ monthly: dollars * HOURS, page });
const monthly = (dollars: number, page: string): Price => ({ monthly: dollars, page });

const FARGATE = "https://aws.amazon.com/fargate/pricing/";
const VPC = "https://aws.amazon.com/vpc/pricing/";
const WAF = "https://aws.amazon.com/waf/pricing/";
const CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/";

/**
 * Fixed prices of the stack's resources, in November 2026. `npm run generate` writes them into README.md's table. AWS's pages load their
 * prices by a script, so we could not read the prices there. The prices of Fargate, Aurora, NAT gateways, addresses and endpoints come from
 * pages of third parties that quote AWS. We have not verified the prices of load balancers, web ACLs, KMS keys, alarms and dashboards.
 */
export const PRICES = {
  vcpu: hourly(0.04048, FARGATE),
  gbOfMemory: hourly(0.004445, FARGATE),
  auroraCapacityUnit: hourly(0.12, "https://aws.amazon.com/rds/aurora/pricing/"),
  natGateway: hourly(0.045, VPC),
  publicAddress: hourly(0.005, VPC),
  loadBalancer: hourly(0.0225, "https://aws.amazon.com/elasticloadbalancing/pricing/"),
  interfaceEndpoint: hourly(0.01, "https://aws.amazon.com/privatelink/pricing/"),
  webAcl: monthly(5, WAF),
  webAclRule: monthly(1, WAF),
  kmsKey: monthly(1, "https://aws.amazon.com/kms/pricing/"),
  alarmMetric: monthly(0.1, CLOUDWATCH),
  dashboard: monthly(3, CLOUDWATCH),
} as const satisfies Readonly<Record<string, Price>>;
