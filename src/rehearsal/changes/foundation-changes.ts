import { ACCOUNT_ID } from "../emulator";
import { originChanges } from "./origin-changes";
import type { Outside } from "./outside";
import type { SettingChange } from "./setting-change";

const zones = (letters: string) => [...letters].map((it) => `us-east-1${it}`);

/** Returns the settings that the profile `production` requires. */
export const PRODUCTION_NEEDS = ({ certificateArns }: Outside) => ({
  https: { certificateArn: certificateArns[0] },
  monitoring: { subscribers: [{ protocol: "email", endpoint: "on-call@example.com" }] },
});

/** Returns changes of the settings for the account, the network and the database, in an ephemeral environment. */
export function foundationChanges(outside: Outside): SettingChange[] {
  const [key] = outside.kmsKeyArns;
  return [
    { setting: "$schema", to: { $schema: "./environment.schema.json" } },
    { setting: "accountId", as: "this account", to: { accountId: ACCOUNT_ID } },
    { setting: "accountId", as: "another account", alone: true, to: { accountId: "210987654321" } },
    {
      setting: "profile",
      as: "production, AWS's own keys until now",
      alone: true,
      to: { profile: "production", accountId: ACCOUNT_ID, ...PRODUCTION_NEEDS(outside) },
    },
    { setting: "customerManagedKey", as: "on", alone: true, to: { customerManagedKey: true } },
    { setting: "network.cidrBlock", alone: true, to: { "network.cidrBlock": "10.1.0.0/16" } },
    {
      setting: "network.availabilityZones",
      as: "of the database's instances",
      alone: true,
      to: { "network.availabilityZones": zones("def") },
    },
    {
      setting: "network.availabilityZones",
      as: "one zone",
      to: { "network.availabilityZones": zones("abd") },
    },
    {
      setting: "network.availabilityZones",
      as: "their order",
      to: { "network.availabilityZones": zones("dba") },
    },
    { setting: "network.natGateways", as: "one to three", to: { "network.natGateways": "one-per-zone" } },
    {
      setting: "network.natGateways",
      as: "three to one",
      to: { "network.natGateways": "one" },
      given: { "network.natGateways": "one-per-zone" },
    },
    { setting: "network.interfaceEndpoints", as: "on", to: { "network.interfaceEndpoints": true } },
    {
      setting: "network.interfaceEndpoints",
      as: "off",
      to: { "network.interfaceEndpoints": false },
      given: { "network.interfaceEndpoints": true },
    },
    { setting: "database.name", alone: true, to: { "database.name": "ledger" } },
    {
      setting: "database.kmsKeyArn",
      as: "a key of the team's",
      alone: true,
      to: { "database.kmsKeyArn": key },
    },
    {
      setting: "database.deletionProtection",
      as: "on, without a key of the team's",
      alone: true,
      to: { "database.deletionProtection": true },
    },
    { setting: "database.minCapacityAcu", to: { "database.minCapacityAcu": 1 } },
    { setting: "database.maxCapacityAcu", as: "more", to: { "database.maxCapacityAcu": 4 } },
    {
      setting: "database.maxCapacityAcu",
      as: "less",
      to: { "database.maxCapacityAcu": 3 },
      given: { "database.maxCapacityAcu": 4 },
    },
    { setting: "database.backupRetentionDays", as: "longer", to: { "database.backupRetentionDays": 8 } },
    {
      setting: "database.backupRetentionDays",
      as: "shorter",
      alone: true,
      to: { "database.backupRetentionDays": 2 },
      given: { "database.backupRetentionDays": 8 },
    },
    { setting: "database.performanceInsights", as: "on", to: { "database.performanceInsights": true } },
    {
      setting: "database.performanceInsights",
      as: "off",
      to: { "database.performanceInsights": false },
      given: { "database.performanceInsights": true },
    },
    { setting: "database.monitoringIntervalSeconds", to: { "database.monitoringIntervalSeconds": 60 } },
    ...originChanges(),
  ];
}

/**
 * Returns changes for an environment with two properties: its database has the team's KMS key from the first deployment on, and its images
 * are in this region's ECR. The first change sets the profile `production`.
 */
export function ownKeyChanges({ kmsKeyArns }: Outside): SettingChange[] {
  const given = { profile: "production" };
  const on = { "database.deletionProtection": true };
  const partner = ["198.51.100.0/24"];
  return [
    { setting: "profile", as: "ephemeral to production, the database's key stays", alone: true, to: given },
    {
      setting: "database.kmsKeyArn",
      as: "another key",
      alone: true,
      to: { "database.kmsKeyArn": kmsKeyArns[1] },
      given,
    },
    {
      setting: "database.kmsKeyArn",
      as: "none",
      alone: true,
      to: { "database.kmsKeyArn": undefined },
      given,
    },
    { setting: "database.deletionProtection", as: "on", to: on, given },
    {
      setting: "database.deletionProtection",
      as: "off",
      to: { "database.deletionProtection": false },
      given: { ...given, ...on },
    },
    // This setting has an effect only if the tasks call AWS services and pull images through VPC endpoints. In this environment, the tasks
    // do this.
    {
      setting: "network.httpsEgressCidrBlocks",
      as: "a range",
      to: { "network.httpsEgressCidrBlocks": partner },
      given,
    },
    {
      setting: "network.httpsEgressCidrBlocks",
      as: "none",
      to: { "network.httpsEgressCidrBlocks": [] },
      given: { ...given, "network.httpsEgressCidrBlocks": partner },
    },
    { setting: "network.interfaceEndpoints", as: "off", to: { "network.interfaceEndpoints": false }, given },
    {
      setting: "network.interfaceEndpoints",
      as: "on again",
      to: { "network.interfaceEndpoints": true },
      given: { ...given, "network.interfaceEndpoints": false },
    },
    { setting: "network.natGateways", as: "three to one", to: { "network.natGateways": "one" }, given },
    {
      setting: "network.natGateways",
      as: "one to three",
      to: { "network.natGateways": "one-per-zone" },
      given: { ...given, "network.natGateways": "one" },
    },
    { setting: "https.certificateArn", as: "HTTPS off", alone: true, to: { https: undefined }, given },
    { setting: "customerManagedKey", as: "off", alone: true, to: { customerManagedKey: false }, given },
    {
      setting: "monitoring.subscribers",
      as: "none",
      alone: true,
      to: { "monitoring.subscribers": [] },
      given,
    },
    { setting: "profile", as: "production to ephemeral", alone: true, to: { profile: "ephemeral" }, given },
  ];
}
