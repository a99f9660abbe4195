import type { Health } from "../../src/status/health";

/** An environment that is well. */
export const HEALTHY: Health = {
  suffix: "prod",
  profile: "production",
  url: { seen: "https://payments.example.com" },
  dashboard:
    "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/dashboard-prod",
  colors: {
    seen: {
      blue: {
        desired: 2,
        running: 2,
        pending: 0,
        image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/transactions:1.4.2",
        deployedAt: "2026-11-27T08:00:00.000Z",
        rollout: "COMPLETED",
      },
      green: {
        desired: 2,
        running: 2,
        pending: 1,
        image: "123456789012.dkr.ecr.us-east-1.amazonaws.com/transactions:1.5.0",
        deployedAt: "2026-11-27T09:00:00.000Z",
        rollout: "IN_PROGRESS",
      },
    },
  },
  weights: { seen: { blue: 80, green: 20 } },
  targets: { seen: { blue: { registered: 2, healthy: 2 }, green: { registered: 2, healthy: 2 } } },
  alarms: { seen: { "alarm-blue-p99-latency-prod": "INSUFFICIENT_DATA", "alarm-database-cpu-prod": "OK" } },
  configuredAlarms: { seen: ["alarm-blue-p99-latency-prod", "alarm-database-cpu-prod"] },
  controller: { seen: { phase: "idle", want: 20 } },
  release: {
    seen: { id: "0123456789", candidate: "green", is: "completed", since: "2026-11-26T10:00:00.000Z" },
  },
  database: {
    seen: {
      status: "available",
      members: [
        { name: "aurora-instance-us-east-1a-prod", role: "writer", status: "available" },
        { name: "aurora-instance-us-east-1b-prod", role: "reader", status: "available" },
      ],
    },
  },
  monthlyCost: { seen: 883.6 },
};
