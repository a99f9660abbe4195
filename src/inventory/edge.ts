import { ACMClient, ListTagsForCertificateCommand, paginateListCertificates } from "@aws-sdk/client-acm";
import {
  ElasticLoadBalancingV2Client,
  paginateDescribeListeners,
  paginateDescribeLoadBalancers,
  paginateDescribeRules,
  paginateDescribeTargetGroups,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import {
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsResponse,
  paginateListHostedZones,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { ListWebACLsCommand, type ListWebACLsResponse, WAFV2Client } from "@aws-sdk/client-wafv2";
import { type ClientConfig, each, entries, list, type Readers, see, suffixOf } from "./readers";

/**
 * Returns readers that list DNS records, certificates, load balancers and web ACLs. These are the resources between clients and the
 * application.
 */
export function edgeReaders(config: ClientConfig) {
  const acm = { client: new ACMClient(config) };
  const balancing = { client: new ElasticLoadBalancingV2Client(config) };
  const route53 = { client: new Route53Client(config) };
  const zones = () => entries(paginateListHostedZones(route53, {}), (page) => page.HostedZones);
  const listeners = async () => {
    const balancers = await entries(
      paginateDescribeLoadBalancers(balancing, {}),
      (page) => page.LoadBalancers,
    );
    const found = await each(balancers, ({ LoadBalancerArn }) =>
      entries(paginateDescribeListeners(balancing, { LoadBalancerArn }), (page) => page.Listeners),
    );
    return found.flat();
  };

  return {
    "ACM certificate": async () => {
      const certificates = await entries(
        paginateListCertificates(acm, {}),
        (page) => page.CertificateSummaryList,
      );
      return see(
        await each(certificates, async ({ CertificateArn }) => ({
          CertificateArn,
          ...(await acm.client.send(new ListTagsForCertificateCommand({ CertificateArn }))),
        })),
        (it) => ({ id: it.CertificateArn, suffix: suffixOf(it.Tags) }),
      );
    },
    "Elastic Load Balancing listener": async () =>
      see(await listeners(), (it) => ({ id: it.ListenerArn, name: nameIn(it.ListenerArn) })),
    "Elastic Load Balancing listener rule": async () => {
      const rules = await each(await listeners(), ({ ListenerArn }) =>
        entries(paginateDescribeRules(balancing, { ListenerArn }), (page) => page.Rules),
      );
      return see(rules.flat(), (it) => ({ id: it.RuleArn, name: nameIn(it.RuleArn) }));
    },
    "Elastic Load Balancing load balancer": () =>
      list(
        paginateDescribeLoadBalancers(balancing, {}),
        (page) => page.LoadBalancers,
        (it) => ({ id: it.LoadBalancerArn, name: it.LoadBalancerName }),
      ),
    "Elastic Load Balancing target group": () =>
      list(
        paginateDescribeTargetGroups(balancing, {}),
        (page) => page.TargetGroups,
        (it) => ({ id: it.TargetGroupArn, name: it.TargetGroupName }),
      ),
    "Route 53 hosted zone": async () => see(await zones(), (it) => ({ id: it.Id })),
    "Route 53 record": async () => {
      const records = await each(await zones(), ({ Id: HostedZoneId }) =>
        list(
          recordPages(route53.client, HostedZoneId),
          (page) => page.ResourceRecordSets,
          (it) => ({
            id: `${it.Name} ${it.Type}`,
            name: loadBalancerOf(it),
            validates: isValidation(it) || undefined,
          }),
        ),
      );
      return records.flat();
    },
    "WAF web ACL": () =>
      list(
        webAclPages(new WAFV2Client(config)),
        (page) => page.WebACLs,
        (it) => ({ id: it.ARN, name: it.Name }),
      ),
  } satisfies Readers;
}

/** Returns the load balancer's name from the ARN of a listener or of a listener rule, such as `arn:...:listener/app/<name>/...`. */
const nameIn = (arn: string | undefined) => arn?.split("/")[2];

/**
 * Returns the name of the load balancer to which an alias record points. The record's target is
 * `[dualstack.]<name>-<number>.<region>.elb.amazonaws.com`.
 */
const loadBalancerOf = ({ AliasTarget }: ResourceRecordSet) =>
  /^(?:dualstack\.)?(.+)-\d+\.[^.]+\.elb\.amazonaws\.com\.?$/.exec(AliasTarget?.DNSName ?? "")?.[1];

/**
 * Returns whether the given DNS record is one by which ACM validates the domain of a certificate.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
const isValidation = ({ Type, ResourceRecords = [] }: ResourceRecordSet) =>
  Type === "CNAME" && ResourceRecords.some(({ Value }) => /\.acm-validations\.aws\.?$/i.test(Value ?? ""));

// The SDK has no paginators for the following two calls.

async function* recordPages(client: Route53Client, HostedZoneId: string | undefined) {
  let page: ListResourceRecordSetsResponse | undefined;
  do {
    page = await client.send(
      new ListResourceRecordSetsCommand({
        HostedZoneId,
        StartRecordName: page?.NextRecordName,
        StartRecordType: page?.NextRecordType,
        StartRecordIdentifier: page?.NextRecordIdentifier,
      }),
    );
    yield page;
  } while (page.IsTruncated);
}

async function* webAclPages(client: WAFV2Client) {
  let page: ListWebACLsResponse | undefined;
  do {
    page = await client.send(new ListWebACLsCommand({ Scope: "REGIONAL", NextMarker: page?.NextMarker }));
    yield page;
  } while (page.NextMarker);
}
