import { TEAM_ROLE_SETTINGS } from "../../naming/team-roles";
import { ACCOUNT_ID } from "../emulator";
import type { Outside } from "./outside";
import type { SettingChange } from "./setting-change";

const given = { accountId: ACCOUNT_ID };
const subscribers = {
  "monitoring.subscribers": [{ protocol: "email", endpoint: "on-call@example.com" }],
};

/** Returns changes of the settings for access, logs and monitoring. */
export function teamChanges({ securityGroupId }: Outside): SettingChange[] {
  return [
    ...Object.values(TEAM_ROLE_SETTINGS).map((role) => ({
      setting: `access.principalArns.${role}`,
      to: { [`access.principalArns.${role}`]: [`arn:aws:iam::${ACCOUNT_ID}:role/team/${role}`] },
      given,
    })),
    {
      setting: "access.databaseClientSecurityGroupIds",
      as: "a group",
      to: { "access.databaseClientSecurityGroupIds": [securityGroupId] },
    },
    {
      setting: "access.databaseClientSecurityGroupIds",
      as: "none",
      to: { "access.databaseClientSecurityGroupIds": [] },
      given: { "access.databaseClientSecurityGroupIds": [securityGroupId] },
    },
    {
      setting: "access.permissionsBoundaryArn",
      to: {
        "access.permissionsBoundaryArn": `arn:aws:iam::${ACCOUNT_ID}:policy/permissions-boundary-changes`,
      },
      given,
    },
    { setting: "logs.applicationRetentionDays", as: "longer", to: { "logs.applicationRetentionDays": 5 } },
    {
      setting: "logs.applicationRetentionDays",
      as: "shorter",
      alone: true,
      to: { "logs.applicationRetentionDays": 3 },
      given: { "logs.applicationRetentionDays": 5 },
    },
    { setting: "logs.auditRetentionDays", as: "longer", to: { "logs.auditRetentionDays": 5 } },
    {
      setting: "logs.auditRetentionDays",
      as: "shorter",
      alone: true,
      to: { "logs.auditRetentionDays": 3 },
      given: { "logs.auditRetentionDays": 5 },
    },
    { setting: "monitoring.maxErrorPercent", as: "less", to: { "monitoring.maxErrorPercent": 3 } },
    {
      setting: "monitoring.maxErrorPercent",
      as: "more",
      to: { "monitoring.maxErrorPercent": 10 },
      given: { "monitoring.maxErrorPercent": 3 },
    },
    { setting: "monitoring.maxLatencySeconds", to: { "monitoring.maxLatencySeconds": 2 } },
    { setting: "monitoring.subscribers", as: "one", to: subscribers },
    {
      setting: "monitoring.subscribers.*.endpoint",
      at: "monitoring.subscribers.0.endpoint",
      to: { "monitoring.subscribers.0.endpoint": "another@example.com" },
      given: subscribers,
    },
    {
      setting: "monitoring.subscribers.*.protocol",
      at: "monitoring.subscribers.0.protocol",
      to: {
        "monitoring.subscribers.0.protocol": "https",
        "monitoring.subscribers.0.endpoint": "https://events.example.com/payments",
      },
      given: subscribers,
    },
  ];
}
