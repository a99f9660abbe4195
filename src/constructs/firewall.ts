import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { ANYWHERE } from "../cidr";
import { type NamePrefix, resourceName } from "../naming/names";
import { SecurityGroup, VpcSecurityGroupEgressRule, VpcSecurityGroupIngressRule } from "../resources/classes";
import { GOES_LAST } from "./goes-last";
import type { Network } from "./network";
import { output } from "./output";

export interface FirewallProps {
  readonly suffix: string;
  readonly network: Network;
  /** Ports on which every IPv4 address may call the load balancer. */
  readonly publicPorts: readonly number[];
  /** Ports that the containers listen on. */
  readonly containerPorts: readonly number[];
  readonly databasePort: number;
  /** True if the VPC has interface endpoints. The tasks then call AWS services through these endpoints. */
  readonly interfaceEndpoints: boolean;
  /**
   * Address ranges that the application's tasks may call on port 443, for example to reach image registries, AWS services (in a VPC without
   * interface endpoints) and services outside of AWS.
   */
  readonly taskHttpsCidrBlocks: readonly string[];
  /**
   * Address ranges that the migration task may call on port 443. The list contains all addresses (`0.0.0.0/0`) in two cases: the VPC has no
   * interface endpoints, or the image of the migration task is not in ECR in this region. In all other cases, the list is empty.
   */
  readonly migrationHttpsCidrBlocks: readonly string[];
  /**
   * Ids of security groups outside of the stack, such as the security group of a VPN or of a bastion host. People reach the database from
   * these security groups.
   */
  readonly databaseClientSecurityGroupIds: readonly string[];
}

const HTTPS_PORT = 443;

/**
 * The default container port. The security group rules for this port have Terraform addresses without a port number. These Terraform
 * addresses must not change.
 */
const FROZEN_PORT = 9898;

/**
 * All security groups of an environment, and all connections that they allow. They refuse every other connection.
 *
 * Each rule is its own Terraform resource, because AWS deletes no security groups that reference each other in inline rules.
 */
export class Firewall extends Construct {
  public readonly loadBalancer: SecurityGroup;
  /** The security group of the application's tasks. */
  public readonly tasks: SecurityGroup;
  /**
   * The security group of the migration task, without ingress rules. The migration task has its own group, because the address ranges that
   * it may call differ from the address ranges that the application's tasks may call.
   */
  public readonly migration: SecurityGroup;
  public readonly database: SecurityGroup;
  /** The security group of the interface endpoints, if there are any. */
  public readonly endpoints: SecurityGroup | undefined;
  /** All security groups. */
  public readonly groups: readonly SecurityGroup[];
  /**
   * All rules. Terraform creates them before the tasks start, and destroys them after the tasks have stopped. If a change removes a rule,
   * Terraform destroys the rule after it has updated the services.
   */
  public readonly rules: ITerraformDependable[] = [];
  /** The rules that let every IPv4 address reach the load balancer. */
  public readonly publicRules: readonly ITerraformDependable[];
  /** The rules that let tasks reach interface endpoints. */
  public readonly endpointRules: ITerraformDependable[] = [];

  public constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const {
      suffix,
      network,
      publicPorts,
      containerPorts,
      databasePort,
      interfaceEndpoints,
      taskHttpsCidrBlocks,
      migrationHttpsCidrBlocks,
      databaseClientSecurityGroupIds,
    } = props;
    const group = (prefix: NamePrefix, description: string) =>
      new SecurityGroup(this, prefix, {
        name: resourceName(suffix, prefix),
        description, // a changed description replaces the group
        vpcId: network.vpc.id,
        tags: { Name: resourceName(suffix, prefix) },
      });
    this.loadBalancer = group("alb-security-group", "Load balancer: called by the world, calls the tasks");
    this.tasks = group("task-security-group", "Tasks: called by the load balancer, call database and AWS");
    this.migration = group("migration-security-group", "Migration: called by nobody, calls database and AWS");
    this.database = group("database-security-group", "Database: called by the tasks, calls nobody");
    this.endpoints = interfaceEndpoints
      ? group("endpoint-security-group", "Interface endpoints: called by the tasks, call nobody")
      : undefined;

    output(this, "task_security_group_id", this.tasks.id, "Security group of the tasks");
    output(this, "database_security_group_id", this.database.id, "Security group of the database");
    this.groups = [
      this.loadBalancer,
      this.tasks,
      this.migration,
      this.database,
      ...(this.endpoints ? [this.endpoints] : []),
    ];

    this.publicRules = publicPorts.map((port) =>
      this.ingress(
        `world-to-alb-${port}`,
        this.loadBalancer,
        port,
        `the world calls the application on ${port}`,
        { cidrIpv4: ANYWHERE },
      ),
    );
    for (const port of new Set(containerPorts)) {
      // Each port has its own rule: if a color moves to another port, the old port stays open until the service has been updated.
      const id = port === FROZEN_PORT ? "alb-to-tasks" : `alb-to-tasks-${port}`;
      this.between(id, this.loadBalancer, this.tasks, port, "load balancer calls the tasks");
    }
    for (const referencedSecurityGroupId of databaseClientSecurityGroupIds) {
      this.ingress(
        `${referencedSecurityGroupId}-to-database`,
        this.database,
        databasePort,
        `people call the database from ${referencedSecurityGroupId}`,
        { referencedSecurityGroupId },
      );
    }
    for (const { id, from, does, httpsCidrBlocks } of [
      { id: "tasks", from: this.tasks, does: ["call", "fetch"], httpsCidrBlocks: taskHttpsCidrBlocks },
      {
        id: "migration",
        from: this.migration,
        does: ["calls", "fetches"],
        httpsCidrBlocks: migrationHttpsCidrBlocks,
      },
    ]) {
      const [call, fetch] = does;
      this.between(`${id}-to-database`, from, this.database, databasePort, `${id} ${call} the database`);
      if (this.endpoints !== undefined) {
        this.endpointRules.push(
          ...this.between(
            `${id}-to-endpoints`,
            from,
            this.endpoints,
            HTTPS_PORT,
            `${id} ${call} AWS inside the VPC`,
          ),
        );
      }
      this.egress(`${id}-to-s3`, from, HTTPS_PORT, `${id} ${fetch} image layers from S3`, {
        prefixListId: network.s3Endpoint.prefixListId,
      });
      for (const cidrIpv4 of httpsCidrBlocks) {
        const range = cidrIpv4.replace(/[./]/g, "-");
        this.egress(`${id}-to-${range}`, from, HTTPS_PORT, `${id} ${call} ${cidrIpv4}`, { cidrIpv4 });
      }
    }
  }

  private between(
    id: string,
    from: SecurityGroup,
    to: SecurityGroup,
    port: number,
    description: string,
  ): readonly ITerraformDependable[] {
    return [
      this.egress(id, from, port, description, { referencedSecurityGroupId: to.id }),
      this.ingress(id, to, port, description, { referencedSecurityGroupId: from.id }),
    ];
  }

  private ingress(id: string, to: SecurityGroup, port: number, description: string, from: Peer) {
    const rule = { securityGroupId: to.id, ...tcp(port), description, ...from, lifecycle: GOES_LAST };
    return this.kept(new VpcSecurityGroupIngressRule(this, `${id}-ingress`, rule));
  }

  private egress(id: string, from: SecurityGroup, port: number, description: string, to: Peer) {
    const rule = { securityGroupId: from.id, ...tcp(port), description, ...to, lifecycle: GOES_LAST };
    return this.kept(new VpcSecurityGroupEgressRule(this, `${id}-egress`, rule));
  }

  private kept(rule: ITerraformDependable): ITerraformDependable {
    this.rules.push(rule);
    return rule;
  }
}

type Peer = { cidrIpv4: string } | { prefixListId: string } | { referencedSecurityGroupId: string };

const tcp = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });
