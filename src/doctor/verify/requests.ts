import { GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { resourceName } from "../../naming/names";
import { fetchByEnvironment } from "../../network/fetch";
import type { Check } from "../check";
import { cannotKnow, type Finding, fail, pass } from "../finding";
import type { Deployed } from "./deployed";

const MINUTE = 60_000; // milliseconds

async function loadBalancerOf({ environment, aws }: Deployed) {
  const Names = [resourceName(environment.config.suffix, "load-balancer")];
  const { LoadBalancers: [found] = [] } = await aws.elb.send(new DescribeLoadBalancersCommand({ Names }));
  if (found === undefined) throw new Error(`there is no load balancer ${Names[0]}`);
  return found;
}

/**
 * Checks that the application answers at its public URL. With HTTPS, this machine has to accept the certificate.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html
 */
async function answers(deployed: Deployed, signal: AbortSignal): Promise<Finding> {
  const { application, https } = deployed.environment.config;
  const host = https?.domainName ?? (await loadBalancerOf(deployed)).DNSName;
  const url = `${https === undefined ? "http" : "https"}://${host}${application.healthCheckPath}`;
  try {
    const { status } = await fetchByEnvironment(url, { signal, redirect: "manual" });
    return status === 200
      ? pass(
          `${url} answers 200${https === undefined ? "; without https.domainName there is no certificate" : ", and this machine accepts its certificate"}`,
        )
      : fail(`${url} answers ${status}`, "see the beginning of docs/runbooks/release.md");
  } catch (error) {
    const { code = "", message } = ((error as { cause?: NodeJS.ErrnoException }).cause ??
      error) as NodeJS.ErrnoException;
    if (code === "ERR_TLS_CERT_ALTNAME_INVALID" && https?.domainName === undefined)
      return cannotKnow(
        `${url} answers with a certificate for another domain. Because https.domainName is not set, this check does not know the domain`,
      );
    return /CERT|TLS|SSL/.test(code)
      ? fail(`${url}: ${message}`, "check the certificate: aws acm list-certificates")
      : cannotKnow(`${url} cannot be reached from this machine: ${message}`);
  }
}

/**
 * Checks that the S3 bucket for access logs contains log files. The load balancer writes one log file for each period of five minutes with
 * requests.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
 */
async function accessLogs(deployed: Deployed): Promise<Finding> {
  const { environment, aws } = deployed;
  const Bucket = resourceName(environment.config.suffix, "access-logs", environment.me.accountId);
  const { Contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket }));
  const logs = Contents.filter(({ Key = "" }) => Key.endsWith(".log.gz"));
  if (logs.length > 0)
    return pass(`${Bucket} has ${logs.length}${Contents.length >= 1000 ? " or more" : ""} files`);
  const now = Date.now();
  const arn = (await loadBalancerOf(deployed)).LoadBalancerArn ?? "";
  const { MetricDataResults = [] } = await aws.cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 180 * MINUTE),
      EndTime: new Date(now - 15 * MINUTE), // AWS may not have delivered files of later requests yet
      MetricDataQueries: [
        {
          Id: "asked",
          MetricStat: {
            Metric: {
              Namespace: "AWS/ApplicationELB",
              MetricName: "RequestCount",
              Dimensions: [{ Name: "LoadBalancer", Value: arn.split(":loadbalancer/")[1] }],
            },
            Period: 3600,
            Stat: "Sum",
          },
        },
      ],
    }),
  );
  const asked = (MetricDataResults[0]?.Values ?? []).reduce((sum, value) => sum + value, 0);
  return asked > 0
    ? fail(
        `the load balancer got ${asked} requests within three hours, and ${Bucket} contains no log file`,
        `compare the bucket's policy with the configured one: aws s3api get-bucket-policy --bucket ${Bucket}; npm run plan`,
      )
    : cannotKnow(`${Bucket} contains no log file yet: verify again five minutes after the first requests`);
}

/** Checks of the application's answer and of the access logs. */
export const REQUESTS: readonly Check<Deployed>[] = [
  { name: "application", calls: ["elasticloadbalancing:DescribeLoadBalancers"], look: answers },
  {
    name: "access logs",
    calls: ["s3:ListBucket", "elasticloadbalancing:DescribeLoadBalancers", "cloudwatch:GetMetricData"],
    look: accessLogs,
  },
];
