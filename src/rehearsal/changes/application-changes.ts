import { ACCOUNT_ID } from "../emulator";
import type { Outside } from "./outside";
import type { SettingChange } from "./setting-change";

const OTHER_ACCOUNT_ID = "210987654321";
const SECRET = `arn:aws:secretsmanager:us-east-1:${ACCOUNT_ID}:secret:team/`;
const given = {
  accountId: ACCOUNT_ID,
  "application.secrets": { PARTNER: { arn: `${SECRET}partner-AbCdEf` } },
};

/**
 * Returns changes of the settings for the application and the migration. Some of these settings apply to both colors, others to one color.
 * Both colors get requests during all changes.
 */
export function applicationChanges({ kmsKeyArns }: Outside): SettingChange[] {
  return [
    { setting: "application.containerPort", alone: true, to: { "application.containerPort": 8080 } },
    { setting: "application.healthCheckPath", alone: true, to: { "application.healthCheckPath": "/ready" } },
    { setting: "application.user", to: { "application.user": "20002:30003" } },
    { setting: "application.cpuUnits", to: { "application.cpuUnits": 1024 } },
    { setting: "application.memoryMib", to: { "application.memoryMib": 8192 } },
    {
      setting: "application.healthCheckGracePeriodSeconds",
      as: "longer",
      to: { "application.healthCheckGracePeriodSeconds": 120 },
    },
    {
      setting: "application.healthCheckGracePeriodSeconds",
      as: "shorter",
      to: { "application.healthCheckGracePeriodSeconds": 30 },
      given: { "application.healthCheckGracePeriodSeconds": 120 },
    },
    {
      setting: "application.idleTimeoutSeconds",
      as: "longer",
      to: { "application.idleTimeoutSeconds": 120 },
    },
    {
      setting: "application.idleTimeoutSeconds",
      as: "shorter",
      to: { "application.idleTimeoutSeconds": 30 },
      given: { "application.idleTimeoutSeconds": 120 },
    },
    { setting: "application.targetCpuPercent", to: { "application.targetCpuPercent": 50 } },
    {
      setting: "application.targetCpuPercent",
      as: "switched off",
      to: { "application.targetCpuPercent": 100 },
    },
    { setting: "application.targetMemoryPercent", to: { "application.targetMemoryPercent": 80 } },
    { setting: "application.environment", to: { "application.environment": { LOG_LEVEL: "info" } } },
    {
      setting: "application.secrets",
      to: { "application.secrets": given["application.secrets"] },
      given: { accountId: ACCOUNT_ID },
    },
    {
      setting: "application.secrets.*.arn",
      at: "application.secrets.PARTNER.arn",
      to: { "application.secrets.PARTNER.arn": `${SECRET}other-AbCdEf` },
      given,
    },
    {
      setting: "application.secrets.*.jsonKey",
      at: "application.secrets.PARTNER.jsonKey",
      to: { "application.secrets.PARTNER.jsonKey": "user" },
      given,
    },
    {
      setting: "application.secrets.*.kmsKeyArn",
      at: "application.secrets.PARTNER.kmsKeyArn",
      to: { "application.secrets.PARTNER.kmsKeyArn": kmsKeyArns[0] },
      given,
    },
    {
      setting: "application.secretAccountIds",
      to: { "application.secretAccountIds": [OTHER_ACCOUNT_ID] },
      given: { accountId: ACCOUNT_ID },
    },
    ...(["blue", "green"] as const).flatMap(colorChanges),
    { setting: "migration.image", to: { "migration.image": "ghcr.io/team/migration:1" } },
    { setting: "migration.command", to: { "migration.command": ["migrate"] } },
  ];
}

function colorChanges(color: "blue" | "green"): SettingChange[] {
  const of = (name: string) => `application.${color}.${name}`;
  const change = (name: string, value: unknown, more: Partial<SettingChange> = {}): SettingChange => ({
    setting: of(name),
    to: { [of(name)]: value },
    ...more,
  });
  return [
    change("image", "ghcr.io/stefanprodan/podinfo:6.7.0"),
    change("containerPort", 9444, { alone: true }),
    change("healthCheckPath", "/live", { alone: true }),
    change("user", "20004:30003"),
    change("environment", { LOG_LEVEL: "debug" }),
    change(
      "secrets",
      { ONLY_HERE: { arn: `${SECRET}${color}-AbCdEf` } },
      { given: { accountId: ACCOUNT_ID } },
    ),
    change("minTasks", 3, { as: "more" }),
    change("minTasks", 1, { as: "fewer", alone: true }),
    change("maxTasks", 7, { as: "more" }),
    change("maxTasks", 5, { as: "fewer", alone: true, given: { [of("maxTasks")]: 7 } }),
  ];
}
