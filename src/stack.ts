import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Backend, type TerraformElement, TerraformOutput, TerraformStack } from "cdktf";
import { type Construct, Node } from "constructs";
import { taskHttpsCidrBlocks } from "./config/egress";
import { COLOURS, type Colour, type EnvironmentConfig, REGION } from "./config/schema";
import { resourceTags } from "./config/tags";
import { Certificate } from "./constructs/certificate";
import { Cluster } from "./constructs/cluster";
import { ColourAlarms } from "./constructs/colour-alarms";
import { ColourService } from "./constructs/colour-service";
import { Dashboard } from "./constructs/dashboard";
import { DATABASE_PORT, Database } from "./constructs/database";
import { EncryptionKey } from "./constructs/encryption-key";
import { Firewall } from "./constructs/firewall";
import { FlowLogs } from "./constructs/flow-logs";
import { InterfaceEndpoints } from "./constructs/interface-endpoints";
import { LoadBalancer } from "./constructs/load-balancer";
import { Migration } from "./constructs/migration/migration";
import { Network } from "./constructs/network";
import { Notifications } from "./constructs/notifications";
import { Releaser } from "./constructs/releaser";
import { SharedAlarms } from "./constructs/shared-alarms";
import { Traffic } from "./constructs/traffic";
import { TrafficSplit } from "./constructs/traffic-split";
import { WebAcl } from "./constructs/web-acl";

/** One environment, whole: its constructor is the table of contents. */
export class EnvironmentStack extends TerraformStack {
  /** @throws when a name does not fit AWS's limits; a configuration from `loadEnvironment` always fits. */
  public constructor(scope: Construct, config: EnvironmentConfig) {
    super(scope, `transaction-processing-${config.suffix}`);
    const { suffix, application, database: databaseSettings, https, logs } = config;
    this.stateAndProvider(config);
    const accountId = config.accountId ?? new DataAwsCallerIdentity(this, "caller-identity").accountId;
    const kmsKeyArn = config.customerManagedKey
      ? new EncryptionKey(this, "encryption-key", { suffix, accountId }).arn
      : undefined;
    const shared = { suffix, accountId, kmsKeyArn };

    const network = new Network(this, "network", { suffix, ...config.network });
    new FlowLogs(this, "flow-logs", {
      ...shared,
      vpcId: network.vpc.id,
      retentionDays: logs.auditRetentionDays,
    });
    const firewall = new Firewall(this, "firewall", {
      suffix,
      network,
      publicPorts: https === undefined ? [80] : [80, 443],
      containerPort: application.containerPort,
      databasePort: DATABASE_PORT,
      interfaceEndpoints: config.network.interfaceEndpoints,
      taskHttpsCidrBlocks: taskHttpsCidrBlocks(config),
    });
    const endpoints =
      firewall.endpoints &&
      new InterfaceEndpoints(this, "interface-endpoints", {
        suffix,
        network,
        securityGroup: firewall.endpoints,
      });

    const database = new Database(this, "database", {
      ...shared,
      network,
      securityGroup: firewall.database,
      settings: databaseSettings,
      logRetentionDays: logs.auditRetentionDays,
    });
    const migration = new Migration(this, "migration", {
      ...shared,
      settings: config.migration,
      database,
      databaseEnvironment: {
        PGHOST: database.cluster.endpoint,
        PGPORT: String(DATABASE_PORT),
        PGDATABASE: databaseSettings.name,
      },
      logRetentionDays: logs.auditRetentionDays,
    });

    const balancer = new LoadBalancer(this, "load-balancer", {
      suffix,
      accountId,
      network,
      securityGroup: firewall.loadBalancer,
      https,
      logRetentionDays: logs.auditRetentionDays,
    });
    if (config.waf.enabled) {
      new WebAcl(this, "web-acl", {
        ...shared,
        loadBalancer: balancer.loadBalancer,
        requestsPer5Minutes: config.waf.requestsPer5Minutes,
        logRetentionDays: logs.auditRetentionDays,
      });
    }
    const split = new TrafficSplit(this, "traffic-split", config);
    const traffic = new Traffic(this, "traffic", {
      suffix,
      loadBalancer: balancer.loadBalancer,
      network,
      application,
      split,
      certificateArn: this.certificateArn(config),
      smokeTestCidrBlocks: config.smokeTestCidrBlocks,
    });

    const notifications = new Notifications(this, "notifications", {
      ...shared,
      subscribers: config.monitoring.subscribers,
    });
    notifications.subscribeTo(database);
    const { cluster } = new Cluster(this, "cluster", {
      ...shared,
      logRetentionDays: logs.applicationRetentionDays,
    });
    const colour = (name: Colour) => {
      const targetGroup = traffic.targetGroups[name];
      const alarms = new ColourAlarms(this, `${name}-alarms`, {
        suffix,
        topic: notifications.topic,
        colour: name,
        loadBalancer: balancer.loadBalancer,
        targetGroup,
        cluster,
        minTasks: application[name].minTasks,
        thresholds: config.monitoring,
      });
      const service = new ColourService(this, name, {
        ...shared,
        colour: name,
        application,
        cluster,
        network,
        securityGroup: firewall.tasks,
        targetGroup,
        weight: split.weights[name],
        database,
        deploymentAlarmNames: alarms.deployment.map((alarm) => alarm.alarmName),
        databaseEnvironment: {
          AWS_REGION: REGION,
          DATABASE_HOST: database.cluster.endpoint,
          DATABASE_READER_HOST: database.cluster.readerEndpoint,
          DATABASE_PORT: String(DATABASE_PORT),
          DATABASE_NAME: databaseSettings.name,
          DATABASE_USER: "app",
        },
        logRetentionDays: logs.applicationRetentionDays,
        dependsOn: [
          traffic.listener,
          ...network.internetAccess,
          ...firewall.rules,
          ...(endpoints?.endpoints ?? []),
        ],
      });
      alarms.watch(service.service);
      return service;
    };
    const services = { blue: colour("blue"), green: colour("green") };
    new SharedAlarms(this, "shared-alarms", {
      suffix,
      topic: notifications.topic,
      loadBalancer: balancer.loadBalancer,
      database,
      capacity: databaseSettings,
    });
    const releaser = new Releaser(this, "releaser", {
      ...shared,
      stateBucket: config.stateBucket,
      listener: traffic.listener,
      principalArns: config.access.releaserPrincipalArns,
      logRetentionDays: logs.auditRetentionDays,
    });
    const dashboard = new Dashboard(this, "dashboard", {
      suffix,
      loadBalancer: balancer.loadBalancer,
      targetGroups: traffic.targetGroups,
      cluster,
      database,
    });

    this.output("alb_dns_name", balancer.loadBalancer.dnsName, "DNS name of the load balancer");
    this.output("application_url", balancer.applicationUrl, "Where the application is called");
    this.output(
      "database_writer_endpoint",
      database.cluster.endpoint,
      "Host of the database's writer, whichever instance it is",
    );
    this.output("database_reader_endpoint", database.cluster.readerEndpoint, "Host of the database's reader");
    this.output("database_port", database.cluster.port, "Port of the database");
    this.output("database_name", database.cluster.databaseName, "Name of the database");
    this.output(
      "database_secret_arn",
      database.masterSecretArn,
      "Secret of the master user, for the migration task only",
    );
    this.output(
      "database_resource_id",
      database.cluster.clusterResourceId,
      "Names the cluster in rds-db:connect policies",
    );
    this.output("ecs_cluster_name", cluster.name, "ECS cluster");
    this.output("migration_task_definition_arn", migration.task.definition.arn, "What npm run migrate runs");
    this.output("migration_log_group", migration.task.logGroup.name, "Log group of the migrations");
    for (const name of COLOURS) {
      this.output(`${name}_service_name`, services[name].service.name, `ECS service of ${name}`);
      this.output(`${name}_target_group_arn`, traffic.targetGroups[name].arn, `Target group of ${name}`);
      this.output(`${name}_log_group`, services[name].task.logGroup.name, `Log group of ${name}`);
    }
    this.output("listener_arn", traffic.listener.arn, "Listener whose weights a release moves");
    this.output(
      "split_parameter_name",
      split.parameter.name,
      "SSM parameter that holds green's weight in percent",
    );
    this.output("releaser_role_arn", releaser.role.arn, "Role that npm run release needs");
    this.output(
      "alarm_topic_arn",
      notifications.topic.arn,
      "SNS topic that alarms and database events go to",
    );
    this.output("dashboard_url", dashboard.url, "CloudWatch dashboard");
    this.output("vpc_id", network.vpc.id, "VPC");
    this.output("public_subnet_ids", ids(network.publicSubnets), "Public subnets, one per zone");
    this.output("private_subnet_ids", ids(network.privateSubnets), "Private subnets, one per zone");
    this.output("task_security_group_id", firewall.tasks.id, "Security group of the tasks");
    this.output("database_security_group_id", firewall.database.id, "Security group of the database");
  }

  /**
   * Addresses are construct paths, such as `aws_vpc.network_vpc`: people read them in plans and type them in
   * `terraform state` and `terraform import`. cdktf's own end in a hash of the path.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const { node } = element instanceof Node ? { node: element } : element;
    return node.path.split("/").slice(1).join("_").replaceAll("-", "_");
  }

  private stateAndProvider({ suffix, profile, stateBucket, accountId }: EnvironmentConfig): void {
    new S3Backend(this, {
      bucket: stateBucket,
      key: `${suffix}/transaction-processing.tfstate`,
      region: REGION,
      encrypt: true,
    });
    // S3's own locking; cdktf's S3BackendConfig does not know it.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
    this.addOverride("terraform.required_version", ">= 1.11"); // where that locking is stable
    new AwsProvider(this, "aws", {
      region: REGION,
      ...(accountId && { allowedAccountIds: [accountId] }),
      defaultTags: [{ tags: resourceTags(suffix, profile) }],
    });
  }

  private certificateArn({ suffix, https }: EnvironmentConfig): string | undefined {
    return https?.domainName && https.hostedZoneId && https.certificateArn === undefined
      ? new Certificate(this, "certificate", {
          suffix,
          domainName: https.domainName,
          hostedZoneId: https.hostedZoneId,
        }).arn
      : https?.certificateArn;
  }

  /** Declares an output under exactly this name: scripts read it. Nothing secret belongs here. */
  private output(name: string, value: unknown, description: string): void {
    new TerraformOutput(this, name, { value, description });
  }
}

const ids = (resources: ReadonlyArray<{ id: string }>): string[] => resources.map(({ id }) => id);
