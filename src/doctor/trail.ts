import {
  type AdvancedEventSelector,
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsCommandOutput,
  GetTrailStatusCommand,
} from "@aws-sdk/client-cloudtrail";
import { resourceName } from "../naming/names";
import { REGION } from "../naming/region";
import type { Check } from "./check";
import { cannotKnow, type Finding, fail, pass } from "./finding";
import type { Subject } from "./subject";

type Selectors = Pick<GetEventSelectorsCommandOutput, "AdvancedEventSelectors" | "EventSelectors">;

/**
 * Some facts about a call, as CloudTrail records them. Each key is a field name that an advanced event selector can contain, such as
 * `resources.ARN`. Each value is the call's value for this field.
 */
type Recorded = Readonly<Record<string, string>>;

/**
 * The event that CloudTrail records when somebody assumes a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
const ASSUMES_A_ROLE: Recorded = {
  eventCategory: "Management",
  readOnly: "true",
  eventSource: "sts.amazonaws.com",
  eventName: "AssumeRole",
  eventType: "AwsApiCall",
};

/**
 * Returns true if an advanced event selector certainly matches the record `call`. The selector matches if all its field selectors match. A
 * field selector never matches if the record has no value for the field selector's field. For example, the record {@link ASSUMES_A_ROLE}
 * has no value for the field `userIdentity.arn`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
const takes = ({ FieldSelectors = [] }: AdvancedEventSelector, call: Recorded): boolean =>
  FieldSelectors.every((it) => {
    const value = call[it.Field ?? ""];
    if (value === undefined) return false;
    const one = (values: readonly string[] | undefined, is: (wanted: string) => boolean) =>
      values === undefined || values.length === 0 || values.some(is);
    const none = (values: readonly string[] = [], is: (unwanted: string) => boolean) => !values.some(is);
    return (
      one(it.Equals, (wanted) => value === wanted) &&
      one(it.StartsWith, (wanted) => value.startsWith(wanted)) &&
      one(it.EndsWith, (wanted) => value.endsWith(wanted)) &&
      none(it.NotEquals, (unwanted) => value === unwanted) &&
      none(it.NotStartsWith, (unwanted) => value.startsWith(unwanted)) &&
      none(it.NotEndsWith, (unwanted) => value.endsWith(unwanted))
    );
  });

/**
 * Returns whether a trail records read-only management events. AssumeRole is such an event.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
 */
export function recordsReads({ EventSelectors = [], AdvancedEventSelectors = [] }: Selectors): boolean {
  const basic = EventSelectors.some(
    ({ IncludeManagementEvents = true, ReadWriteType = "All", ExcludeManagementEventSources = [] }) =>
      IncludeManagementEvents &&
      ReadWriteType !== "WriteOnly" &&
      !ExcludeManagementEventSources.includes("sts.amazonaws.com"),
  );
  return basic || AdvancedEventSelectors.some((selector) => takes(selector, ASSUMES_A_ROLE));
}

/**
 * Returns whether a trail records the invocations of a Lambda function with their callers. CloudTrail records an invocation as a write
 * event.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function recordsInvocations(
  { EventSelectors = [], AdvancedEventSelectors = [] }: Selectors,
  arn: string,
): boolean {
  const basic = EventSelectors.filter(({ ReadWriteType = "All" }) => ReadWriteType !== "ReadOnly")
    .flatMap(({ DataResources = [] }) => DataResources)
    .filter(({ Type }) => Type === "AWS::Lambda::Function")
    .some(({ Values = [] }) => Values.some((value) => value === arn || value === "arn:aws:lambda"));
  const invoked: Recorded = {
    eventCategory: "Data",
    "resources.type": "AWS::Lambda::Function",
    "resources.ARN": arn,
    readOnly: "false",
    eventSource: "lambda.amazonaws.com",
    eventName: "Invoke",
    eventType: "AwsApiCall",
  };
  return basic || AdvancedEventSelectors.some((selector) => takes(selector, invoked));
}

/**
 * Returns the trails that record events of this region and are switched on, each trail with its event selectors. The trails of the
 * organization are included.
 */
async function trailsOf(cloudTrail: CloudTrailClient) {
  const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const here = trailList.filter(
    ({ HomeRegion, IsMultiRegionTrail }) => IsMultiRegionTrail || HomeRegion === REGION,
  );
  const seen = await Promise.all(
    here.map(async ({ TrailARN = "" }) => {
      const [{ IsLogging, LatestDeliveryError }, selectors] = await Promise.all([
        cloudTrail.send(new GetTrailStatusCommand({ Name: TrailARN })),
        cloudTrail.send(new GetEventSelectorsCommand({ TrailName: TrailARN })),
      ]);
      return {
        name: TrailARN.split("/").at(-1) ?? TrailARN,
        isLogging: IsLogging === true,
        deliveryError: LatestDeliveryError,
        selectors,
      };
    }),
  );
  return seen.filter(({ isLogging }) => isLogging);
}

/**
 * Checks that a trail records read-only management events. Without such a trail, EventBridge gets no event when somebody assumes
 * the break-glass role, and no message is sent.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
async function managementReads({ aws, me }: Subject): Promise<Finding> {
  await me();
  const trails = await trailsOf(aws.cloudTrail);
  const found = trails.find(({ selectors }) => recordsReads(selectors));
  if (found) return pass(`${found.name} records management events, including read events`);
  const seen =
    trails.length === 0
      ? `no CloudTrail trail records ${REGION}`
      : `no trail records read management events (${trails.map(({ name }) => name).join(", ")})`;
  return fail(
    `${seen}: no message would be sent when somebody assumes the break-glass role`,
    "create or change a trail so that it records read and write management events (docs/runbooks/break-glass.md)",
  );
}

/**
 * Checks that a trail records the callers of the release controller, a Lambda function. Without such a trail, the only record of the person
 * who starts a release is the name that the caller sends.
 */
async function invocations({ aws, me, suffix }: Subject): Promise<Finding> {
  const { accountId } = await me();
  const name = resourceName(suffix, "release-controller");
  const arn = `arn:aws:lambda:${REGION}:${accountId}:function:${name}`;
  const trails = await trailsOf(aws.cloudTrail);
  const recording = trails.filter(({ selectors }) => recordsInvocations(selectors, arn));
  const found = recording.find(({ deliveryError }) => !deliveryError);
  if (found === undefined && recording[0] !== undefined) {
    const { name: trail, deliveryError } = recording[0];
    return cannotKnow(
      `${trail} records who invokes ${name}, but could not deliver log files to its bucket: ${deliveryError}`,
    );
  }
  return found
    ? pass(`${found.name} records who invokes ${name}`)
    : cannotKnow(
        `no trail records data events of ${name}: the caller of a release is known only by the name that the caller sent. If an auditor asks for proof: add AWS::Lambda::Function to a trail's data events, which cost extra`,
      );
}

const CALLS = [
  "cloudtrail:DescribeTrails",
  "cloudtrail:GetTrailStatus",
  "cloudtrail:GetEventSelectors",
] as const;

/** Checks of the account's CloudTrail. */
export const TRAIL: readonly Check<Subject>[] = [
  { name: "CloudTrail", calls: CALLS, look: managementReads },
  { name: "CloudTrail of releases", calls: CALLS, look: invocations },
];
