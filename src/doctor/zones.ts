import { DescribeAvailabilityZonesCommand } from "@aws-sdk/client-ec2";
import { paginateDescribeOrderableDBInstanceOptions } from "@aws-sdk/client-rds";
import { ENGINE } from "../constructs/database";
import { databaseZones, REGION } from "../naming/region";
import type { Check } from "./check";
import { type Finding, fail, pass } from "./finding";
import type { Subject } from "./subject";

const toDo = (offered: readonly string[]) =>
  `before the first deployment, set network.availabilityZones to offered zones: ${offered.join(", ") || "there are none"}`;

/**
 * Checks that AWS offers the Availability Zones of the settings to this account. Fargate runs Linux tasks in every zone of us-east-1. So
 * the check does not ask AWS about Fargate.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AWS_Fargate-Regions.html
 */
async function fargate({ aws, settings, me }: Subject, abortSignal: AbortSignal): Promise<Finding> {
  const { availabilityZones } = settings().network;
  await me();
  const { AvailabilityZones = [] } = await aws.ec2.send(new DescribeAvailabilityZonesCommand({}), {
    abortSignal,
  });
  const offered = AvailabilityZones.filter(
    ({ State, ZoneType = "availability-zone" }) => State === "available" && ZoneType === "availability-zone",
  ).flatMap(({ ZoneName = [] }) => ZoneName);
  const missing = availabilityZones.filter((zone) => !offered.includes(zone));
  return missing.length === 0
    ? pass(`${availabilityZones.join(", ")}; Fargate runs in every zone of ${REGION}`)
    : fail(`AWS does not offer ${missing.join(", ")} to this account`, toDo(offered));
}

/**
 * Checks that RDS offers Aurora Serverless v2 in the zones of the two database instances: the two zones of the settings that are first in
 * the alphabet.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeOrderableDBInstanceOptions.html
 */
async function aurora({ aws, settings, me }: Subject): Promise<Finding> {
  const { database, network } = settings();
  const zones = databaseZones(network.availabilityZones);
  await me();
  const asked = { Engine: ENGINE, EngineVersion: database.engineVersion, DBInstanceClass: "db.serverless" };
  const offered = new Set<string>();
  for await (const page of paginateDescribeOrderableDBInstanceOptions({ client: aws.rds }, asked)) {
    for (const { DBInstanceClass, AvailabilityZones = [] } of page.OrderableDBInstanceOptions ?? []) {
      if (DBInstanceClass !== asked.DBInstanceClass) continue;
      for (const { Name } of AvailabilityZones) if (Name !== undefined) offered.add(Name);
    }
  }
  const what = `Aurora PostgreSQL ${database.engineVersion} on db.serverless`;
  const missing = zones.filter((zone) => !offered.has(zone));
  return missing.length === 0
    ? pass(`${what} in ${zones.join(", ")}`)
    : fail(`RDS offers no ${what} in ${missing.join(", ")}`, toDo([...offered].sort()));
}

/** Checks of the availability zones. */
export const ZONES: readonly Check<Subject>[] = [
  { name: "zones", calls: ["ec2:DescribeAvailabilityZones"], look: fargate },
  { name: "zones of Aurora", calls: ["rds:DescribeOrderableDBInstanceOptions"], look: aurora },
];
