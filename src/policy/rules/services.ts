import { at, blocks, show } from "../document";
import { pci } from "../pci";
import { each, is, type Rule } from "../rule";

/** Rules about ECS clusters and services. */
export const SERVICES = [
  {
    id: "ecs-no-public-ip",
    sentence: "Tasks have no public addresses.",
    controls: {
      pci: pci("1.4.2"),
      aws: { "ECS.2": "services assign no public addresses" },
      checkov: { CKV_AWS_333: "ECS services have no public addresses" },
    },
    fix: "set network_configuration.assign_public_ip to false",
    check: each("aws_ecs_service", is("network_configuration.assign_public_ip", undefined, false)),
  },
  {
    id: "ecs-platform-version",
    sentence: "Services run on the newest Fargate platform version.",
    controls: {
      pci: pci("6.3.3"),
      aws: { "ECS.10": "services use the latest Fargate platform version" },
      checkov: { CKV_AWS_332: "services use the latest Fargate platform version" },
    },
    fix: "set platform_version to LATEST",
    check: each("aws_ecs_service", is("platform_version", "LATEST")),
  },
  {
    id: "ecs-no-exec",
    sentence: "ECS Exec is off, so nobody can open a shell in a running task.",
    controls: { pci: pci("2.2.4") },
    fix: "set enable_execute_command to false",
    check: each("aws_ecs_service", is("enable_execute_command", undefined, false)),
  },
  {
    id: "ecs-circuit-breaker",
    sentence: "If a deployment of a service fails, ECS rolls the service back.",
    controls: { pci: pci("6.5.1") },
    fix: "set enable and rollback of deployment_circuit_breaker to true",
    check: each("aws_ecs_service", (service) => {
      const [enabled, rollback] = ["enable", "rollback"].map((key) =>
        at(service, `deployment_circuit_breaker.${key}`),
      );
      return enabled === true && rollback === true
        ? undefined
        : `deployment_circuit_breaker: enable is ${show(enabled)}, rollback is ${show(rollback)}`;
    }),
  },
  {
    id: "ecs-container-insights",
    sentence: "Container Insights is on: clusters report performance metrics of every task.",
    controls: {
      aws: { "ECS.12": "clusters use Container Insights" },
      checkov: { CKV_AWS_65: "clusters use Container Insights" },
      cdkNag: { "AwsSolutions-ECS4": "clusters use Container Insights" },
    },
    fix: "set the cluster's setting containerInsights to enabled",
    check: each("aws_ecs_cluster", ({ setting }) => {
      const insights = blocks(setting).find(({ name }) => name === "containerInsights")?.value;
      return insights === "enabled" || insights === "enhanced"
        ? undefined
        : `containerInsights is ${show(insights)}`;
    }),
  },
] as const satisfies readonly Rule[];
