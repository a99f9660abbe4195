import {
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

/** Whether a trail records management events that read, as assuming a role is one. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html */
export function recordsReads({ EventSelectors = [], AdvancedEventSelectors = [] }: Selectors): boolean {
  const basic = EventSelectors.some(
    ({ IncludeManagementEvents = true, ReadWriteType = "All" }) =>
      IncludeManagementEvents && ReadWriteType !== "WriteOnly",
  );
  const advanced = AdvancedEventSelectors.some(({ FieldSelectors = [] }) => {
    const of = (field: string) => FieldSelectors.find(({ Field }) => Field === field);
    return of("eventCategory")?.Equals?.includes("Management") && !of("readOnly")?.Equals?.includes("false");
  });
  return basic || advanced;
}

/** Whether a trail records who invoked a function. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html */
export function recordsInvocations(
  { EventSelectors = [], AdvancedEventSelectors = [] }: Selectors,
  arn: string,
): boolean {
  const basic = EventSelectors.flatMap(({ DataResources = [] }) => DataResources)
    .filter(({ Type }) => Type === "AWS::Lambda::Function")
    .some(({ Values = [] }) => Values.some((value) => value === arn || value === "arn:aws:lambda"));
  const advanced = AdvancedEventSelectors.some(({ FieldSelectors = [] }) => {
    const of = (field: string) => FieldSelectors.find(({ Field }) => Field === field);
    const arns = of("resources.ARN");
    const isMeant =
      arns === undefined ||
      arns.Equals?.includes(arn) ||
      arns.StartsWith?.some((start) => arn.startsWith(start));
    return of("resources.type")?.Equals?.includes("AWS::Lambda::Function") && isMeant;
  });
  return basic || advanced;
}

/** Trails that record this region now, the organization's among them, with what they record. */
async function trailsOf(cloudTrail: CloudTrailClient) {
  const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
  const here = trailList.filter(
    ({ HomeRegion, IsMultiRegionTrail }) => IsMultiRegionTrail || HomeRegion === REGION,
  );
  const seen = await Promise.all(
    here.map(async ({ TrailARN = "" }) => {
      const [{ IsLogging }, selectors] = await Promise.all([
        cloudTrail.send(new GetTrailStatusCommand({ Name: TrailARN })),
        cloudTrail.send(new GetEventSelectorsCommand({ TrailName: TrailARN })),
      ]);
      return { name: TrailARN.split("/").at(-1) ?? TrailARN, isLogging: IsLogging === true, selectors };
    }),
  );
  return seen.filter(({ isLogging }) => isLogging);
}

/** Without such a trail nobody hears that somebody assumed the break-glass role. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
async function managementReads({ aws, me }: Subject): Promise<Finding> {
  await me();
  const trails = await trailsOf(aws.cloudTrail);
  const found = trails.find(({ selectors }) => recordsReads(selectors));
  if (found) return pass(`${found.name} records management events, those that read among them`);
  const seen =
    trails.length === 0
      ? `no CloudTrail trail records ${REGION}`
      : `no trail records management events that read (${trails.map(({ name }) => name).join(", ")})`;
  return fail(
    `${seen}: nobody would hear that the break-glass role was assumed`,
    "make or change a trail so that it records management events, read and write (docs/runbooks/break-glass.md)",
  );
}

/** The proof of who asked for a release; without it there is only what the caller says. */
async function invocations({ aws, me, suffix }: Subject): Promise<Finding> {
  const { accountId } = await me();
  const name = resourceName(suffix, "release-controller");
  const arn = `arn:aws:lambda:${REGION}:${accountId}:function:${name}`;
  const trails = await trailsOf(aws.cloudTrail);
  const found = trails.find(({ selectors }) => recordsInvocations(selectors, arn));
  return found
    ? pass(`${found.name} records who invokes ${name}`)
    : cannotKnow(
        `no trail records data events of ${name}: who asked for a release is known only as the caller says it. Only where an auditor asks for proof: add AWS::Lambda::Function to a trail's data events, which AWS bills`,
      );
}

const CALLS = [
  "cloudtrail:DescribeTrails",
  "cloudtrail:GetTrailStatus",
  "cloudtrail:GetEventSelectors",
] as const;

/** What the account records of its calls. */
export const TRAIL: readonly Check<Subject>[] = [
  { name: "CloudTrail", calls: CALLS, look: managementReads },
  { name: "CloudTrail of releases", calls: CALLS, look: invocations },
];
