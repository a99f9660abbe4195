import { adding, type Editing, type Mutation, type Mutations, removing, setting } from "./editing";

const NAME = "load_balancer_access_logs";
const BUCKET = `aws_s3_bucket.${NAME}_bucket`;
const POLICY = `aws_s3_bucket_policy.${NAME}_policy`;
const LIFECYCLE = `aws_s3_bucket_lifecycle_configuration.${NAME}_lifecycle`;
const ENCRYPTION = `aws_s3_bucket_server_side_encryption_configuration.${NAME}_encryption`;
const TOPIC = "aws_sns_topic.notifications_topic";
const TOPIC_POLICY = "aws_sns_topic_policy.notifications_policy";
const LOG_GROUP = "aws_cloudwatch_log_group.releaser_log_group";
const ALARM = "aws_cloudwatch_metric_alarm.shared_alarms_database_cpu";
const KMS = "${aws_kms_key.encryption_key_key.arn}";

const delivery =
  (change: object): Mutation =>
  (edit) => {
    edit.statement(POLICY, "DeliverAccessLogs", change);
    return [POLICY];
  };
const refusal =
  (change: object): Mutation =>
  (edit) => {
    edit.statement(POLICY, "RefusePlainHttp", change);
    return [BUCKET];
  };
const publisher =
  (change: object): Mutation =>
  (edit) => {
    edit.statement(TOPIC_POLICY, "Alarms", change);
    return [TOPIC_POLICY];
  };
const lifecycle =
  (change: object): Mutation =>
  (edit) => {
    Object.assign(edit.get(LIFECYCLE).rule[0], change);
    return [BUCKET];
  };

export const RECORDS_MUTATIONS: Mutations = {
  "s3-public-access-block": {
    none: removing(`aws_s3_bucket_public_access_block.${NAME}_public_access_block`, BUCKET),
    "a switch off": (edit) => {
      edit.set(`aws_s3_bucket_public_access_block.${NAME}_public_access_block`, {
        block_public_policy: false,
      });
      return [BUCKET];
    },
  },
  "s3-policy": {
    "everybody writes": delivery({ Principal: "*" }),
    "every action": delivery({ Action: "s3:*" }),
  },
  "s3-encrypted": { "not said": removing(ENCRYPTION, BUCKET) },
  "s3-customer-managed-key": {
    "S3's own keys": setting(ENCRYPTION, {
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    }),
  },
  "s3-tls": {
    "no refusal": (edit) => {
      edit.withoutStatement(POLICY, "RefusePlainHttp");
      return [BUCKET];
    },
    "no policy": removing(POLICY, BUCKET),
    "a refusal of the bucket only": refusal({ Resource: `\${${BUCKET}.arn}` }),
    "a refusal of reading only": refusal({ Action: "s3:GetObject" }),
  },
  "s3-versioning": {
    none: removing(`aws_s3_bucket_versioning.${NAME}_versioning`, BUCKET),
    suspended: (edit) => {
      edit.set(`aws_s3_bucket_versioning.${NAME}_versioning`, {
        versioning_configuration: { status: "Suspended" },
      });
      return [BUCKET];
    },
  },
  "s3-lifecycle": {
    none: removing(LIFECYCLE, BUCKET),
    disabled: lifecycle({ status: "Disabled" }),
    "earlier versions stay": lifecycle({ noncurrent_version_expiration: undefined }),
    "unfinished uploads stay": lifecycle({ abort_incomplete_multipart_upload: undefined }),
  },
  "s3-log-retention": Object.fromEntries(
    [3, 364, "${var.retention}"].map((days) => [
      `${days} days`,
      (edit: Editing) => {
        lifecycle({ expiration: [{ days }] })(edit);
        return [LIFECYCLE];
      },
    ]),
  ),
  "s3-access-logging": { none: removing("aws_s3_bucket_logging.access_logs", BUCKET) },
  "sns-encrypted": { plain: setting(TOPIC, { kms_master_key_id: undefined }) },
  "sns-publishers": {
    everybody: publisher({ Principal: "*" }),
    "every action": publisher({ Action: "sns:*" }),
    "any account's alarms": publisher({ Condition: undefined }),
    "a condition that holds nothing": publisher({ Condition: { StringLike: { "aws:SourceAccount": "*" } } }),
    "sources of any account": publisher({
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:us-east-1:*:alarm:*" } },
    }),
  },
  "sns-tls": {
    "no refusal": (edit) => {
      edit.withoutStatement(TOPIC_POLICY, "RefusePlainHttp");
      return [TOPIC];
    },
    "a refusal of TLS": (edit) => {
      edit.statement(TOPIC_POLICY, "RefusePlainHttp", {
        Condition: { Bool: { "aws:SecureTransport": "true" } },
      });
      return [TOPIC];
    },
  },
  "log-retention": { "for ever": setting(LOG_GROUP, { retention_in_days: undefined }) },
  "log-retention-year": {
    "a month": setting(LOG_GROUP, { retention_in_days: 30 }),
    "a day less than a year": setting(LOG_GROUP, { retention_in_days: 364 }),
  },
  "alarm-actions": {
    "tells nobody": setting(ALARM, { alarm_actions: [] }),
    "switched off": setting(ALARM, { actions_enabled: false }),
    "switched off where a variable says so": setting(ALARM, { actions_enabled: "${var.actions}" }),
    "a composite alarm that tells nobody": adding("aws_cloudwatch_composite_alarm.quiet", {
      kms_key_id: KMS,
    }),
  },
  "known-types": {
    "a database of another kind": adding("aws_db_instance.second", { publicly_accessible: true }),
  },
  "no-programs": {
    "a provisioner": (edit) => {
      edit.set(TOPIC, { provisioner: [{ "local-exec": { command: "id" } }] });
      return [TOPIC];
    },
    "a data source that runs something": (edit) => {
      edit.document.data.aws_lambda_invocation = { one: { function_name: "x", input: "{}" } };
      return ["data.aws_lambda_invocation.one"];
    },
    "a module": (edit) => {
      edit.document.module = { one: { source: "./elsewhere" } };
      return ["module"];
    },
  },
  "default-tags": {
    "one missing": (edit) => {
      delete edit.document.provider.aws[0].default_tags[0].tags.EnvironmentSuffix;
      return ["provider.aws"];
    },
    none: (edit) => {
      delete edit.document.provider.aws[0].default_tags;
      return ["provider.aws"];
    },
  },
};
