import {
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type SecurityGroupRule,
} from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { COLORS, type Color } from "../../src/naming/color";
import { resourceName } from "../../src/naming/names";
import type { Emulator } from "../../src/rehearsal/emulator";
import { readRouting } from "../../src/rehearsal/traffic/routing";

/**
 * Looks whether each color that has a share of the requests has a healthy target, and whether the tasks of both could be replaced at
 * this moment: their task definition is ACTIVE, and the firewall lets the load balancer call their port.
 */
export class TasksNeeds {
  private readonly ec2: EC2Client;
  private readonly ecs: ECSClient;
  private readonly elb: ElasticLoadBalancingV2Client;

  public constructor(
    private readonly suffix: string,
    { client }: Emulator,
  ) {
    this.ec2 = new EC2Client(client);
    this.ecs = new ECSClient(client);
    this.elb = new ElasticLoadBalancingV2Client(client);
  }

  /** @returns what is missing, a sentence each */
  public async missing(): Promise<string[]> {
    const [empty, ...colors] = await Promise.all([
      this.withoutTargets(),
      ...COLORS.map((it) => this.missingOf(it)),
    ]);
    return [...empty, ...colors.flat()];
  }

  private async withoutTargets(): Promise<string[]> {
    const routing = await readRouting(this.elb, this.suffix);
    if (routing === undefined) return ["no listener forwards to the colors"];
    return (routing.rules.at(-1)?.forward ?? [])
      .filter(({ group, weight }) => weight > 0 && group.healthy === 0)
      .map(({ group }) => `${group.color} gets requests and has no healthy target`);
  }

  private async missingOf(color: Color): Promise<string[]> {
    const { services = [] } = await this.ecs.send(
      new DescribeServicesCommand({
        cluster: resourceName(this.suffix, "ecs-cluster"),
        services: [resourceName(this.suffix, "ecs-service", color)],
      }),
    );
    const { taskDefinition } = await this.ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: services[0]?.taskDefinition ?? "" }),
    );
    const { status, containerDefinitions = [] } = taskDefinition ?? {};
    const port = containerDefinitions[0]?.portMappings?.[0]?.containerPort;
    const isInactive = status === "ACTIVE" ? [] : [`its task definition is ${status}`];
    return [...isInactive, ...(await this.closed(port))].map((it) => `${color}: ${it}`);
  }

  /** What of a port the firewall has closed. */
  private async closed(port: number | undefined): Promise<string[]> {
    const [{ SecurityGroups = [] }, { SecurityGroupRules = [] }] = await Promise.all([
      this.ec2.send(new DescribeSecurityGroupsCommand({})),
      this.ec2.send(new DescribeSecurityGroupRulesCommand({})),
    ]);
    const idOf = (prefix: "alb-security-group" | "task-security-group") =>
      SecurityGroups.find(({ GroupName }) => GroupName === resourceName(this.suffix, prefix))?.GroupId;
    const [balancer, tasks] = [idOf("alb-security-group"), idOf("task-security-group")];
    const isOpen = (isEgress: boolean, of: string | undefined, to: string | undefined) =>
      SecurityGroupRules.some(
        ({ GroupId, IsEgress, FromPort, ReferencedGroupInfo }: SecurityGroupRule) =>
          GroupId === of && IsEgress === isEgress && FromPort === port && ReferencedGroupInfo?.GroupId === to,
      );
    return [
      ...(isOpen(true, balancer, tasks) ? [] : [`the load balancer may not call its port ${port}`]),
      ...(isOpen(false, tasks, balancer) ? [] : [`its port ${port} is closed for the load balancer`]),
    ];
  }
}
