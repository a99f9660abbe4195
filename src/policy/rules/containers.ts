import { overlaps } from "../../iam/pattern";
import type { Statement } from "../../iam/statement";
import { REGION } from "../../naming/region";
import { isSecretName } from "../../settings/secret-names";
import { secretsIn, secretWordsOf } from "../../settings/secrets";
import { type Attributes, at, blocks, list, type SynthesizedDocument, show, Unreadable } from "../document";
import { pci } from "../pci";
import { each, is, type Rule } from "../rule";
import { grantsOf, joined, roleOf } from "../statements";

/** Returns the containers of a task definition. @throws Unreadable if synth cannot read them */
function containersOf({ container_definitions }: Attributes): readonly Attributes[] {
  const containers = parsed(container_definitions);
  if (!Array.isArray(containers) || containers.length === 0)
    throw new Unreadable("container_definitions is not a list of containers as JSON text");
  return blocks(containers);
}

function parsed(json: unknown): unknown {
  try {
    return JSON.parse(String(json));
  } catch {
    return undefined;
  }
}

const eachContainer = (
  judge: (container: Attributes, document: SynthesizedDocument) => string | undefined,
): Rule["check"] =>
  each("aws_ecs_task_definition", (task, _resource, document) =>
    joined(
      containersOf(task).map((container) => {
        const problem = judge(container, document);
        return problem && `container ${container.name}: ${problem}`;
      }),
    ),
  );

const isReference = (value: unknown) => String(value).includes("${");

const READS_SECRETS = [
  "secretsmanager:getsecretvalue",
  "secretsmanager:batchgetsecretvalue",
  "ssm:getparameter*",
  "kms:decrypt",
];

/**
 * Returns whether a condition on kms:ViaService limits the statement to services that keep no secrets. Such a condition contains no
 * wildcards, and neither Secrets Manager nor SSM.
 */
const viaOthers = ({ conditions }: Statement) =>
  conditions.some(
    ({ operator, key, values }) =>
      operator === "StringEquals" &&
      key.toLowerCase() === "kms:viaservice" &&
      values.length > 0 &&
      values.every((value) =>
        /^(?!secretsmanager\.|ssm\.)[a-z0-9-]+\.[a-z0-9-]+\.amazonaws\.com$/.test(value),
      ),
  );

/** Rules about task definitions and their containers. */
export const CONTAINERS = [
  {
    id: "container-read-only",
    sentence: "Containers cannot write to their root file system.",
    controls: {
      pci: pci("2.2.6"),
      aws: { "ECS.5": "containers cannot write to their root file system" },
      checkov: { CKV_AWS_336: "containers cannot write to their root file system" },
    },
    fix: "set readonlyRootFilesystem to true, and write the container definitions as JSON that synth can read",
    check: eachContainer(({ readonlyRootFilesystem: value }) =>
      value === true ? undefined : `readonlyRootFilesystem is ${show(value)}`,
    ),
  },
  {
    id: "container-not-privileged",
    sentence: "Containers are not privileged, and have no additional Linux capabilities.",
    controls: {
      pci: pci("2.2.6"),
      aws: { "ECS.4": "containers are not privileged" },
      checkov: { CKV_AWS_334: "containers are not privileged" },
    },
    fix: "remove the argument privileged and the added capabilities",
    check: eachContainer((container) => {
      const added = at(container, "linuxParameters.capabilities.add");
      const { privileged = false } = container;
      if (privileged !== false) return `privileged is ${show(privileged)}`;
      return added === undefined ? undefined : `capabilities added: ${show(added)}`;
    }),
  },
  {
    id: "container-not-root",
    sentence: "Containers run as a user that is not root.",
    controls: { pci: pci("7.2.5"), aws: { "ECS.20": "containers run as users that are not root" } },
    fix: "set the container's user to a numeric user id above 0",
    check: eachContainer(({ user }) =>
      typeof user === "string" && /^[1-9]\d*(:[1-9]\d*)?$/.test(user) ? undefined : `user is ${show(user)}`,
    ),
  },
  {
    id: "container-no-secrets",
    sentence: "A container's environment variables and commands contain no secret.",
    controls: {
      pci: pci("8.6.2"),
      aws: { "ECS.8": "environment variables of containers contain no secrets" },
    },
    fix: "keep the secret in Secrets Manager, and list it in the container's secrets",
    check: eachContainer((container) => {
      if (list(container.environmentFiles).length > 0)
        throw new Unreadable(`the environmentFiles of container ${container.name}`);
      const variables = blocks(container.environment).map(({ name, value }) => ({
        name: String(name),
        holds: secretsIn(String(value))[0]?.what,
      }));
      const names = variables.filter(({ name }) => isSecretName(name)).map(({ name }) => name);
      const holding = variables.flatMap(({ name, holds }) =>
        holds === undefined || names.includes(name) ? [] : [`${name} holds ${holds}`],
      );
      const commands = ["command", "entryPoint", "healthCheck.command"].filter(
        (name) => secretWordsOf(list(at(container, name)).map(String)).length > 0,
      );
      return joined([
        names.length === 0 ? undefined : `variables that look like secrets: ${names.join(", ")}`,
        ...holding,
        ...commands.map((name) => `${name} holds a secret`),
      ]);
    }),
  },
  {
    id: "container-secrets-account",
    sentence:
      "Containers get secrets only from Secrets Manager and Parameter Store of the environment's account and region. Full ARNs name the secrets.",
    controls: { pci: pci("7.2.5") },
    fix: "in application.secrets, name the ARN of a secret in the account accountId; or list the secret's account in application.secretAccountIds, for which src/policy/exemptions.ts has an exemption",
    check: eachContainer(({ secrets }, document) => {
      const own = new RegExp(`^arn:aws:(secretsmanager|ssm):${REGION}:${document.accountId()}:|^\\$\\{aws_`);
      return joined(
        blocks(secrets)
          .filter(({ valueFrom }) => !own.test(String(valueFrom)))
          .map(({ name, valueFrom }) => `${name} comes from ${show(valueFrom)}`),
      );
    }),
  },
  {
    id: "container-logs",
    sentence: "Containers log to CloudWatch Logs.",
    controls: {
      aws: { "ECS.9": "task definitions have a logging configuration" },
      cdkNag: { "AwsSolutions-ECS7": "containers have a logging configuration" },
    },
    fix: "give the container the log driver awslogs and a log group",
    check: eachContainer((container) =>
      at(container, "logConfiguration.logDriver") === "awslogs" &&
      at(container, "logConfiguration.options.awslogs-group") !== undefined
        ? undefined
        : `log driver is ${show(at(container, "logConfiguration.logDriver"))}`,
    ),
  },
  {
    id: "task-separate-roles",
    sentence: "The execution role and the task role are different roles.",
    controls: { pci: pci("7.2.5"), checkov: { CKV_AWS_249: "execution role and task role differ" } },
    fix: "give the task its own task role, or no task role",
    check: each(
      "aws_ecs_task_definition",
      ({ task_role_arn: own, execution_role_arn: execution }, _resource, document) => {
        if (own === undefined) return undefined;
        const same =
          isReference(own) || isReference(execution)
            ? roleOf(own, "task_role_arn", document).address ===
              roleOf(execution, "execution_role_arn", document).address
            : own === execution;
        return same ? "task_role_arn and execution_role_arn name the same role" : undefined;
      },
    ),
  },
  {
    id: "task-reads-no-secrets",
    sentence:
      "The task role may not read secrets. Only the execution role reads the secrets that a task definition names.",
    controls: { pci: pci("7.2.5") },
    fix: "name the secret in application.secrets, and remove the permissions to read and decrypt secrets from the task role; if the task needs kms:Decrypt, limit this action by kms:ViaService to the services that the task uses",
    check: each("aws_ecs_task_definition", ({ task_role_arn }, _resource, document) => {
      if (task_role_arn === undefined) return undefined;
      const role = roleOf(task_role_arn, "task_role_arn", document);
      const reading = grantsOf(role, document).flatMap((statement) =>
        statement.actions.of.filter((action) =>
          READS_SECRETS.some(
            (reading) =>
              overlaps(action.toLowerCase(), reading) !== "no" &&
              !(reading === "kms:decrypt" && viaOthers(statement)),
          ),
        ),
      );
      return reading.length === 0 ? undefined : `the task role allows ${reading.join(", ")}`;
    }),
  },
  {
    id: "task-own-processes",
    sentence: "Tasks do not see the processes of their host.",
    controls: {
      aws: { "ECS.3": "tasks do not share the host's processes" },
      checkov: { CKV_AWS_335: "tasks do not share the host's processes" },
    },
    fix: "remove pid_mode",
    check: each("aws_ecs_task_definition", is("pid_mode", undefined, "task")),
  },
] as const satisfies readonly Rule[];
