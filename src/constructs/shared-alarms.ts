import { Construct } from "constructs";
import type { AlarmQualifier } from "../naming/alarm-names";
import { resourceName } from "../naming/names";
import type { Lb } from "../resources/classes";
import { type AlarmProps, alarm, measured, reference } from "./alarm";
import { type DatabaseAlarmsProps, databaseAlarms } from "./database-alarms";
import type { Network } from "./network";

export interface SharedAlarmsProps extends DatabaseAlarmsProps {
  readonly loadBalancer: Lb;
  readonly network: Network;
  /**
   * ARN of the load balancer's certificate.
   * @default - the load balancer uses plain HTTP, and there is no alarm on an expiring certificate
   */
  readonly certificateArn: string | undefined;
}

/** The limits of an alarm on 5xx answers that come from the load balancer itself. */
interface OwnErrors {
  /** The period of one data point, in minutes. */
  readonly minutes: number;
  /** A data point with at most this number of 5xx answers does not breach, even if they are a large share of few requests. */
  readonly more: number;
  readonly points: AlarmProps["points"];
}

/** The alarms on resources that both colors share: the load balancer, the database, the NAT gateways and the certificate. */
export class SharedAlarms extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: SharedAlarmsProps,
  ) {
    super(scope, id);
    const { suffix, topic, loadBalancer, network, certificateArn } = props;
    const ownErrors = (id: AlarmQualifier, { minutes, more, points }: OwnErrors) => {
      const dimensions = { LoadBalancer: reference(loadBalancer, "arn_suffix") };
      const metric = (queryId: string, metricName: string) =>
        measured(queryId, { namespace: "AWS/ApplicationELB", metricName, dimensions, period: minutes * 60 });
      const within = minutes === 1 ? "a minute" : `in ${minutes} minutes`;
      alarm(this, id, {
        suffix,
        topic,
        description: `The load balancer itself answers more than 1 % of all requests with 5xx, and more than ${more} ${within}: a color with weight has no healthy task, refuses or resets connections, or does not answer in time. Look at the dashboard ${resourceName(suffix, "dashboard")}, and at the target groups' health.`,
        metricQuery: [
          metric("errors", "HTTPCode_ELB_5XX_Count"),
          metric("requests", "RequestCount"),
          {
            id: "share",
            label: "5xx of the load balancer, percent",
            // RequestCount does not contain the requests for which the load balancer could choose no target. Their 5xx answers are in
            // HTTPCode_ELB_5XX_Count, so the expression adds both metrics.
            expression: `IF(errors > ${more}, 100 * errors / (errors + requests), 0)`,
            returnData: true,
          },
        ],
        comparison: "GreaterThanThreshold",
        threshold: 1,
        points,
      });
    };
    ownErrors("load-balancer-5xx", { minutes: 1, more: 10, points: { breaching: 3, of: 5 } });
    // The alarm `quiet-load-balancer-5xx` is for quiet hours: with 20 requests a minute, 2 failed payments a minute would not reach the
    // limit of the alarm `load-balancer-5xx`.
    ownErrors("quiet-load-balancer-5xx", { minutes: 5, more: 3, points: { breaching: 3, of: 4 } });
    databaseAlarms(this, props);
    this.watchNat(network);
    if (certificateArn !== undefined) this.watchCertificate(certificateArn);
  }

  /**
   * Creates the alarm on NAT gateways without a free port. The metric is described here:
   * https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
   */
  private watchNat({ natGateways }: Network): void {
    const { suffix, topic } = this.props;
    const ids = natGateways.map((_, index) => `nat${index + 1}`);
    alarm(this, "nat-port-errors", {
      suffix,
      topic,
      description: `A NAT gateway has no free port for a new connection, because the tasks have opened too many connections to the same destination. Check whether the version that was deployed last reuses its connections. The dashboard ${resourceName(suffix, "dashboard")} shows the requests and tasks of each color.`,
      metricQuery: [
        ...natGateways.map((gateway, index) =>
          measured(ids[index] ?? "", {
            namespace: "AWS/NATGateway",
            metricName: "ErrorPortAllocation",
            dimensions: { NatGatewayId: gateway.id },
          }),
        ),
        {
          id: "errors",
          label: "Connections without a port",
          expression: `SUM([${ids.join(", ")}])`,
          returnData: true,
        },
      ],
      comparison: "GreaterThanThreshold",
      threshold: 0,
      points: { breaching: 2, of: 5 },
      noData: "not judged",
    });
  }

  /**
   * Creates the alarm on a certificate that expires soon. ACM renews a certificate 60 days before its expiry. ACM publishes the metric
   * twice a day until the certificate has expired. The alarm ignores missing data, so it stays in ALARM after the expiry. For a new
   * certificate, there is no data for up to a day.
   * https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
   */
  private watchCertificate(certificateArn: string): void {
    const { suffix, topic } = this.props;
    alarm(this, "certificate-expiry", {
      suffix,
      topic,
      description:
        "The certificate of the load balancer expires in less than 30 days. Either ACM has failed to renew the certificate, or nobody has imported a new certificate. Look at the certificate's renewal status and validation record in ACM, and at ACM's events.",
      namespace: "AWS/CertificateManager",
      metricName: "DaysToExpiry",
      dimensions: { CertificateArn: certificateArn },
      statistic: "Minimum",
      comparison: "LessThanThreshold",
      threshold: 30,
      points: { breaching: 1, of: 1 },
      periodSeconds: 86_400,
      noData: "as it was",
    });
  }
}
