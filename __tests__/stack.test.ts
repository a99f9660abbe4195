import { ACCOUNT_ID, EPHEMERAL, PRIVATE, PRODUCTION, VARIANTS } from "./support/environments";
import { type Attributes, type Synthesized, synthesized } from "./support/synthesized";

const ephemeral = synthesized(EPHEMERAL);
const production = synthesized(PRODUCTION);

/** The code of the release controller is reviewed where it is, not by the hash of its package. */
const reviewed = (document: unknown): unknown =>
  JSON.parse(JSON.stringify(document).replace(/("source_code_hash":)"[^"]+"/g, '$1"of the package"'));

describe("the whole environment", () => {
  it("is as reviewed in ephemeral", () => {
    expect(reviewed(ephemeral.document)).toMatchSnapshot();
  });

  it("is as reviewed in production", () => {
    expect(reviewed(production.document)).toMatchSnapshot();
  });
});

describe("addresses", () => {
  it.each(VARIANTS)("are all found that something refers to: %s", (_label, overrides) => {
    const environment = synthesized(overrides);
    const known = new Set(environment.addresses());
    const referred = [...environment.json.matchAll(/(?<![\w.])(aws_[a-z0-9_]+\.\w+)/g)].map(
      ([, address]) => address,
    );
    expect(referred.length).toBeGreaterThan(200);
    expect(referred.filter((address) => !known.has(address ?? ""))).toEqual([]);
  });

  it("do not depend on the suffix", () => {
    expect(synthesized(PRIVATE, "other-1").addresses()).toEqual(synthesized(PRIVATE).addresses());
  });

  it("of what holds state, or is known outside by its address, never change", () => {
    const frozen = [
      "aws_acm_certificate",
      "aws_cloudwatch_log_group",
      "aws_ecs_cluster",
      "aws_eip",
      "aws_kms_key",
      "aws_lb",
      "aws_lb_listener",
      "aws_lb_target_group",
      "aws_rds_cluster",
      "aws_rds_cluster_instance",
      "aws_s3_bucket",
      "aws_sns_topic",
      "aws_ssm_parameter",
      "aws_subnet",
      "aws_vpc",
    ].flatMap((type) => synthesized(PRIVATE).addresses(type));
    expect(frozen).toEqual([
      "aws_acm_certificate.certificate_certificate",
      "aws_cloudwatch_log_group.blue_task_log_group",
      "aws_cloudwatch_log_group.cluster_log_group",
      "aws_cloudwatch_log_group.database_log_group",
      "aws_cloudwatch_log_group.flow_logs_log_group",
      "aws_cloudwatch_log_group.green_task_log_group",
      "aws_cloudwatch_log_group.migration_task_log_group",
      "aws_cloudwatch_log_group.release_controller_log_group",
      "aws_cloudwatch_log_group.releaser_log_group",
      "aws_cloudwatch_log_group.web_acl_log_group",
      "aws_ecs_cluster.cluster_cluster",
      "aws_eip.network_elastic_ip_us_east_1a",
      "aws_eip.network_elastic_ip_us_east_1b",
      "aws_eip.network_elastic_ip_us_east_1c",
      "aws_kms_key.encryption_key_key",
      "aws_lb.load_balancer_load_balancer",
      "aws_lb_listener.traffic_listener",
      "aws_lb_listener.traffic_redirect",
      "aws_lb_target_group.traffic_target_group_blue",
      "aws_lb_target_group.traffic_target_group_green",
      "aws_rds_cluster.database_cluster",
      "aws_rds_cluster_instance.database_instance_us_east_1a",
      "aws_rds_cluster_instance.database_instance_us_east_1b",
      "aws_s3_bucket.load_balancer_access_logs_bucket",
      "aws_sns_topic.notifications_topic",
      "aws_ssm_parameter.traffic_split_parameter",
      "aws_subnet.network_private_subnet_us_east_1a",
      "aws_subnet.network_private_subnet_us_east_1b",
      "aws_subnet.network_private_subnet_us_east_1c",
      "aws_subnet.network_public_subnet_us_east_1a",
      "aws_subnet.network_public_subnet_us_east_1b",
      "aws_subnet.network_public_subnet_us_east_1c",
      "aws_vpc.network_vpc",
    ]);
  });
});

describe("destroy", () => {
  it.each(VARIANTS)("meets no lock that was not asked for: %s", (label, overrides) => {
    const { json } = synthesized(overrides);
    const locks = json.match(
      /"(\w*deletion_protection|prevent_destroy|skip_final_snapshot|force_destroy)": \w+/g,
    );
    const isProtected = label.includes("protected");
    expect(locks?.sort()).toEqual([
      `"deletion_protection": ${isProtected}`,
      '"enable_deletion_protection": false',
      '"force_destroy": true',
      `"prevent_destroy": ${isProtected}`,
      `"skip_final_snapshot": ${!isProtected}`,
    ]);
  });
});

describe("the provider", () => {
  const provider = (environment: Synthesized): Attributes[] => environment.document.provider.aws;
  const tags = (suffix: string, profile: string) => [
    { tags: { Application: "transaction-processing", EnvironmentSuffix: suffix, Profile: profile } },
  ];

  it("tags everything with application, suffix and profile", () => {
    expect(provider(ephemeral)).toEqual([{ region: "us-east-1", default_tags: tags("x1", "ephemeral") }]);
  });

  it("refuses every other account where one is configured", () => {
    expect(provider(production)).toEqual([
      { region: "us-east-1", allowed_account_ids: [ACCOUNT_ID], default_tags: tags("x1", "production") },
    ]);
  });

  it("leaves no tag of a resource to overrule these", () => {
    const keys = production.addresses().flatMap((it) => Object.keys(production.resource(it).tags ?? {}));
    expect([...new Set(keys)].sort()).toEqual(["ConfiguredWeights", "Name"]);
  });
});

describe("the state", () => {
  it("is encrypted in the given bucket, under the suffix, with S3's own lock", () => {
    expect(ephemeral.document.terraform).toEqual({
      backend: {
        s3: {
          bucket: "state-bucket",
          key: "x1/transaction-processing.tfstate",
          region: "us-east-1",
          encrypt: true,
          use_lockfile: true,
        },
      },
      required_providers: { aws: { source: "hashicorp/aws", version: "5.100.0" } },
      required_version: ">= 1.11",
    });
  });
});

describe("outputs", () => {
  it.each(VARIANTS)("are exactly these, described, none marked secret: %s", (_label, overrides) => {
    const outputs: Record<string, Attributes> = synthesized(overrides).document.output;
    expect(Object.keys(outputs).sort()).toEqual([
      "alarm_topic_arn",
      "alb_dns_name",
      "application_url",
      "blue_log_group",
      "blue_service_name",
      "blue_target_group_arn",
      "break_glass_role_arn",
      "dashboard_url",
      "database_name",
      "database_port",
      "database_reader_endpoint",
      "database_resource_id",
      "database_secret_arn",
      "database_security_group_id",
      "database_writer_endpoint",
      "developer_role_arn",
      "ecs_cluster_name",
      "green_log_group",
      "green_service_name",
      "green_target_group_arn",
      "listener_arn",
      "migration_log_group",
      "migration_task_definition_arn",
      "observer_role_arn",
      "operator_role_arn",
      "policy_exemptions",
      "private_subnet_ids",
      "public_subnet_ids",
      "release_settings",
      "releaser_role_arn",
      "split_parameter_name",
      "task_security_group_id",
      "vpc_id",
    ]);
    for (const output of Object.values(outputs)) {
      expect(Object.keys(output).sort()).toEqual(["description", "value"]);
      expect(output.description).toMatch(/^[A-Z]/);
    }
  });

  it("lead where they say", () => {
    const of = (name: string) => ephemeral.output(name).value;
    const subnets = (kind: string) =>
      ["a", "b", "c"].map((zone) => `\${aws_subnet.network_${kind}_subnet_us_east_1${zone}.id}`);
    expect(of("alb_dns_name")).toBe("${aws_lb.load_balancer_load_balancer.dns_name}");
    expect(of("database_writer_endpoint")).toBe("${aws_rds_cluster.database_cluster.endpoint}");
    expect(of("database_reader_endpoint")).toBe("${aws_rds_cluster.database_cluster.reader_endpoint}");
    expect(of("database_port")).toBe("${aws_rds_cluster.database_cluster.port}");
    expect(of("database_secret_arn")).toBe(
      "${aws_rds_cluster.database_cluster.master_user_secret[0].secret_arn}",
    );
    expect(of("listener_arn")).toBe("${aws_lb_listener.traffic_listener.arn}");
    expect(of("split_parameter_name")).toBe("${aws_ssm_parameter.traffic_split_parameter.name}");
    expect(of("blue_service_name")).toBe("${aws_ecs_service.blue_service.name}");
    expect(of("green_service_name")).toBe("${aws_ecs_service.green_service.name}");
    expect(of("blue_target_group_arn")).toBe("${aws_lb_target_group.traffic_target_group_blue.arn}");
    expect(of("green_target_group_arn")).toBe("${aws_lb_target_group.traffic_target_group_green.arn}");
    expect(of("public_subnet_ids")).toEqual(subnets("public"));
    expect(of("private_subnet_ids")).toEqual(subnets("private"));
    expect(of("task_security_group_id")).toBe("${aws_security_group.firewall_task_security_group.id}");
  });
});
