import { ENGINE_MAJORS } from "../../naming/engine";
import { ACCOUNT_ID } from "../emulator";
import type { SettingChange } from "./setting-change";

const SNAPSHOT = `arn:aws:rds:us-east-1:${ACCOUNT_ID}:cluster-snapshot:ledger`;

/**
 * Returns changes of three database settings in an ephemeral environment: the engine version, the final snapshot, and the origin of a
 * restore.
 */
export function originChanges(): SettingChange[] {
  return [
    {
      setting: "database.finalSnapshot",
      as: "without a key of the team's",
      to: { "database.finalSnapshot": true },
    },
    { setting: "database.allowMajorVersionUpgrade", to: { "database.allowMajorVersionUpgrade": true } },
    { setting: "database.engineVersion", to: { "database.engineVersion": ENGINE_MAJORS["17"] } },
    {
      setting: "database.restoreFrom.snapshotArn",
      alone: true,
      to: { "database.restoreFrom.snapshotArn": SNAPSHOT },
    },
    {
      setting: "database.restoreFrom.cluster",
      alone: true,
      to: { "database.restoreFrom.cluster": "aurora-cluster-old" },
    },
    {
      setting: "database.restoreFrom.at",
      alone: true,
      to: { "database.restoreFrom": { cluster: "aurora-cluster-old", at: "2026-03-04T05:06:00Z" } },
    },
  ];
}
