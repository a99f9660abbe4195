import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { RDSClient } from "@aws-sdk/client-rds";

type Sent = { constructor: { name: string }; input: Record<string, unknown> };

/** A cluster that fails over, and an application and an alarm that notice. */
export class Aws {
  public members = [
    ["a", true],
    ["b", false],
  ] as [string, boolean][];
  public status = "available";
  public instance = "available";
  public failsOver = true;
  public haveAlarms = true;
  public alarms: string[] = [];
  public readonly calls: string[] = [];
  public readonly rds = { send: (it: Sent) => this.answer(it) } as unknown as RDSClient;
  public readonly cloudWatch = { send: (it: Sent) => this.answer(it) } as unknown as CloudWatchClient;

  private async answer({ constructor: { name }, input }: Sent): Promise<unknown> {
    this.calls.push(name);
    switch (name) {
      case "FailoverDBClusterCommand":
        expect(input).toEqual({ DBClusterIdentifier: "aurora-cluster-dev" });
        if (this.failsOver) this.members = this.members.map(([it, writes]) => [it, !writes]);
        this.alarms = ["alarm-blue-failed-requests-dev", "alarm-of-somebody-else"];
        return {};
      case "DescribeDBInstancesCommand":
        return { DBInstances: [{ DBInstanceStatus: this.instance }] };
      case "DescribeAlarmsCommand":
        if (!this.haveAlarms) return {};
        return {
          MetricAlarms: (input as { readonly AlarmNames: readonly string[] }).AlarmNames.map((AlarmName) => ({
            AlarmName,
            StateValue: this.alarms.includes(AlarmName) ? "ALARM" : "OK",
          })),
        };
      default:
        return {
          DBClusters: [
            {
              Status: this.status,
              DBClusterMembers: this.members.map(([DBInstanceIdentifier, IsClusterWriter]) => ({
                DBInstanceIdentifier,
                IsClusterWriter,
              })),
            },
          ],
        };
    }
  }
}
