import { Construct } from "constructs";
import { resourceName } from "../naming/names";
import { Lb, Route53Record, type SecurityGroup } from "../resources/classes";
import type { EnvironmentSettings } from "../settings/schema";
import { AccessLogs } from "./access-logs";
import type { Network } from "./network";
import { output } from "./output";

export interface LoadBalancerProps {
  readonly suffix: string;
  readonly accountId: string;
  readonly network: Network;
  readonly securityGroup: SecurityGroup;
  /** Host name and hosted zone for the alias record. @default - no record */
  readonly https: EnvironmentSettings["https"];
  /** Number of seconds without data after which the load balancer closes a connection. @default - 60, AWS's default */
  readonly idleTimeoutSeconds: number | undefined;
  /** Number of days for which S3 keeps the access logs. */
  readonly logRetentionDays: number;
}

/** The internet-facing, IPv4-only application load balancer, its access logs and its host name. */
export class LoadBalancer extends Construct {
  public readonly loadBalancer: Lb;

  public constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { suffix, accountId, network, securityGroup, https, idleTimeoutSeconds, logRetentionDays } = props;
    const accessLogs = new AccessLogs(this, "access-logs", {
      suffix,
      accountId,
      retentionDays: logRetentionDays,
    });
    this.loadBalancer = new Lb(this, "load-balancer", {
      name: resourceName(suffix, "load-balancer"),
      loadBalancerType: "application",
      internal: false,
      ipAddressType: "ipv4",
      securityGroups: [securityGroup.id],
      subnets: network.publicSubnets.map((subnet) => subnet.id),
      dropInvalidHeaderFields: true,
      enableDeletionProtection: false,
      ...(idleTimeoutSeconds !== undefined && { idleTimeout: idleTimeoutSeconds }),
      accessLogs: { enabled: true, bucket: accessLogs.bucket.bucket },
      // The load balancer is destroyed before the internet gateway: AWS refuses to delete the gateway while the load balancer has
      // public addresses.
      dependsOn: [accessLogs.policy, ...network.internetAccess],
    });
    if (https?.domainName && https.hostedZoneId) {
      new Route53Record(this, "alias-record", {
        zoneId: https.hostedZoneId,
        name: https.domainName,
        type: "A",
        alias: {
          name: this.loadBalancer.dnsName,
          zoneId: this.loadBalancer.zoneId,
          evaluateTargetHealth: true,
        },
      });
    }
    const host = https?.domainName ?? this.loadBalancer.dnsName;
    const url = `${https === undefined ? "http" : "https"}://${host}`;
    output(this, "application_url", url, "URL of the application");
    output(this, "alb_dns_name", this.loadBalancer.dnsName, "DNS name of the load balancer");
  }
}
