import type { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { BreakGlassAlarm } from "./constructs/access/break-glass-alarm";
import { teamRoles } from "./constructs/access/team-roles";
import { Certificate } from "./constructs/certificate";
import { Cluster } from "./constructs/cluster";
import { ColorAlarms } from "./constructs/color-alarms";
import { ColorService } from "./constructs/color-service";
import { Dashboard } from "./constructs/dashboard";
import { DATABASE_PORT, Database } from "./constructs/database";
import { databaseUse } from "./constructs/database-use";
import { EncryptionKey } from "./constructs/encryption-key";
import { Firewall } from "./constructs/firewall";
import { FlowLogs } from "./constructs/flow-logs";
import { InterfaceEndpoints } from "./constructs/interface-endpoints";
import { LoadBalancer } from "./constructs/load-balancer";
import { Migration } from "./constructs/migration/migration";
import { Network } from "./constructs/network";
import { Notifications } from "./constructs/notifications";
import { OperationNotices } from "./constructs/operation-notices";
import { ReleaseController } from "./constructs/release-controller";
import { ReleaseHistory } from "./constructs/release-history";
import { releaseSettings } from "./constructs/release-settings";
import { SharedAlarms } from "./constructs/shared-alarms";
import { Traffic } from "./constructs/traffic";
import { TrafficWeights } from "./constructs/traffic-weights";
import { WebAcl } from "./constructs/web-acl";
import { COLORS, type Color } from "./naming/color";
import { stackName, stateKey } from "./naming/names";
import { resourceTags } from "./naming/tags";
import { guard } from "./policy/guard";
import { withPolicyRecord } from "./policy/record";
import { RemoteStack } from "./remote-stack";
import { IamRole } from "./resources/classes";
import { containerOf } from "./settings/container";
import { hasParameter } from "./settings/container-secrets";
import { migrationHttpsCidrBlocks, taskHttpsCidrBlocks } from "./settings/egress";
import type { EnvironmentConfig } from "./settings/schema";

/** The Terraform stack of one environment. Its constructor creates all resources of the environment. */
export class EnvironmentStack extends RemoteStack {
  /** @throws Error if a resource's name is too long for AWS. `loadEnvironment` refuses suffixes that make names too long. */
  public constructor(
    scope: Construct,
    private readonly config: EnvironmentConfig,
  ) {
    super(scope, stackName(config.suffix), {
      stateBucket: config.stateBucket,
      stateKey: stateKey(config.suffix),
      accountId: config.accountId,
      tags: resourceTags(config.suffix, config.profile),
    });
    const { suffix, application, database: databaseSettings, https, logs } = config;
    const accountId = config.accountId ?? this.callerAccountId;
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
      containerPorts: COLORS.map((color) => containerOf(application, color).containerPort),
      databasePort: DATABASE_PORT,
      interfaceEndpoints: config.network.interfaceEndpoints,
      taskHttpsCidrBlocks: taskHttpsCidrBlocks(config),
      migrationHttpsCidrBlocks: migrationHttpsCidrBlocks(config),
      databaseClientSecurityGroupIds: config.access.databaseClientSecurityGroupIds,
    });
    const endpoints =
      firewall.endpoints &&
      new InterfaceEndpoints(this, "interface-endpoints", {
        suffix,
        network,
        securityGroup: firewall.endpoints,
        rules: firewall.endpointRules,
        parameters: hasParameter(application),
      });

    const database = new Database(this, "database", {
      ...shared,
      network,
      securityGroup: firewall.database,
      settings: databaseSettings,
      logRetentionDays: logs.auditRetentionDays,
    });
    new Migration(this, "migration", {
      ...shared,
      settings: config.migration,
      database,
      logRetentionDays: logs.auditRetentionDays,
    });

    const balancer = new LoadBalancer(this, "load-balancer", {
      suffix,
      accountId,
      network,
      securityGroup: firewall.loadBalancer,
      https,
      idleTimeoutSeconds: application.idleTimeoutSeconds,
      logRetentionDays: logs.auditRetentionDays,
    });
    const certificateArn = this.certificateArn(config);
    const weights = new TrafficWeights(this, "traffic-split", config);
    const traffic = new Traffic(this, "traffic", {
      suffix,
      loadBalancer: balancer.loadBalancer,
      network,
      application,
      weights,
      certificateArn,
      rules: firewall.publicRules,
      smokeTestCidrBlocks: config.smokeTestCidrBlocks,
    });

    const notifications = new Notifications(this, "notifications", {
      ...shared,
      profile: config.profile,
      subscribers: config.monitoring.subscribers,
      database,
    });
    const webAcl = config.waf.enabled
      ? new WebAcl(this, "web-acl", {
          ...shared,
          topic: notifications.topic,
          loadBalancer: balancer.loadBalancer,
          settings: config.waf,
          logRetentionDays: logs.auditRetentionDays,
        })
      : undefined;
    const { cluster } = new Cluster(this, "cluster", {
      ...shared,
      logRetentionDays: logs.applicationRetentionDays,
    });
    const color = (name: Color) => {
      const targetGroup = traffic.targetGroups[name];
      const alarms = new ColorAlarms(this, `${name}-alarms`, {
        suffix,
        topic: notifications.topic,
        color: name,
        loadBalancer: balancer.loadBalancer,
        targetGroups: traffic.targetGroups,
        cluster,
        healthCheckGracePeriodSeconds: application.healthCheckGracePeriodSeconds,
        minTasks: application[name].minTasks,
        thresholds: config.monitoring,
      });
      const service = new ColorService(this, name, {
        ...shared,
        color: name,
        application,
        cluster,
        network,
        securityGroup: firewall.tasks,
        targetGroup,
        weight: weights.weights[name],
        uses: [databaseUse(accountId, database)],
        deploymentAlarmNames: alarms.deployment.map((alarm) => alarm.alarmName),
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
    const services = { blue: color("blue"), green: color("green") };
    new SharedAlarms(this, "shared-alarms", {
      suffix,
      topic: notifications.topic,
      loadBalancer: balancer.loadBalancer,
      database,
      network,
      certificateArn,
      capacity: databaseSettings,
      after: [services.blue.service, services.green.service],
    });
    new OperationNotices(this, "operation-notices", { suffix, notifications, services });
    new ReleaseHistory(this, "release-history", { ...shared, logRetentionDays: logs.auditRetentionDays });
    releaseSettings(this, config.release);
    const environment = {
      ...shared,
      profile: config.profile,
      stateBucket: config.stateBucket,
      listener: traffic.listener,
      topic: notifications.topic,
      database,
      firewall,
      services,
      webAcl,
    };
    new ReleaseController(this, "release-controller", {
      environment,
      logRetentionDays: logs.auditRetentionDays,
    });
    const team = teamRoles(this, environment, config.access.principalArns);
    new BreakGlassAlarm(this, "break-glass-alarm", {
      suffix,
      breakGlass: team["break-glass"],
      notifications,
    });
    new Dashboard(this, "dashboard", {
      suffix,
      loadBalancer: balancer.loadBalancer,
      targetGroups: traffic.targetGroups,
      cluster,
      database,
      webAcl,
    });

    const { permissionsBoundaryArn } = config.access;
    if (permissionsBoundaryArn !== undefined) this.boundRoles(permissionsBoundaryArn);
  }

  /** Sets the permissions boundary of every role, so that a deployer cannot gain permissions by creating a role. */
  private boundRoles(permissionsBoundary: string): void {
    for (const role of this.node.findAll()) {
      if (role instanceof IamRole) role.permissionsBoundary = permissionsBoundary;
    }
  }

  /**
   * Checks the Terraform JSON against this project's policy (src/policy/), and returns the JSON with the policy's findings. Every synth
   * calls this method once, even if the synth skips cdktf's validations. docs/decisions/0013-policy-guard.md gives the reasons.
   *
   * @throws PolicyError with all violations that are not exempt
   */
  public override toTerraform(): ReturnType<TerraformStack["toTerraform"]> {
    const json = super.toTerraform();
    return withPolicyRecord(json, guard(json, this.config));
  }

  /** Calls {@link toTerraform} to check the policy, and returns the configuration as HCL. `cdktf synth --hcl` calls this method. */
  public override toHclTerraform(): ReturnType<TerraformStack["toHclTerraform"]> {
    this.toTerraform();
    return super.toHclTerraform();
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
}
