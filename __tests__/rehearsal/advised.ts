import { DescribeSecurityGroupRulesCommand, DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DeregisterTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import type { Emulator } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";

/**
 * Does what `npm run deploy` advises where AWS has something that the state has not: runs each command for an import that it printed. For
 * AWS's CLI in one of them, which prints the id of a subnet or a rule, the SDK asks with the same filters.
 *
 * @returns the commands, none where it advised none
 * @throws where one fails, or says `<id>`
 */
export async function doAdvisedImports(
  said: string,
  environment: Workspace,
  { client }: Emulator,
): Promise<string[]> {
  const commands = [...said.matchAll(/terraform -chdir=\S+ import (\S+) (\$\(.*?\)|\S+)/g)];
  for (const [command, address = "", idOrCommand = ""] of commands) {
    const Filters = [...idOrCommand.matchAll(/Name=([\w-]+),Values=(\S+)/g)].map(
      ([, Name = "", value = ""]) => ({
        Name,
        Values: [value],
      }),
    );
    const ec2 = new EC2Client(client);
    const id = idOrCommand.startsWith("$(aws ec2 describe-subnets ")
      ? (await ec2.send(new DescribeSubnetsCommand({ Filters }))).Subnets?.map((it) => it.SubnetId).join("\t")
      : idOrCommand.startsWith("$(aws ec2 describe-security-group-rules ")
        ? (await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }))).SecurityGroupRules?.filter(
            (rule) => isChosen(rule, idOrCommand),
          )
            .map((it) => it.SecurityGroupRuleId)
            .join("\t")
        : idOrCommand;
    const code = await environment.terraform("import", ["-input=false", address, id ?? ""]);
    if (code !== 0) throw new Error(`${command}: exit code ${code}`);
  }
  return commands.map(([command]) => command);
}

/** Whether the query of a command chooses an item: `Name.Name==\`JSON\`` and so on. */
const isChosen = (item: object, command: string): boolean =>
  [...command.matchAll(/([A-Z][\w.]*)==`(.*?)`/g)].every(([, path = "", value = ""]) => {
    const found = path
      .split(".")
      .reduce((of: unknown, name) => (of as Record<string, unknown>)?.[name], item);
    return found === JSON.parse(value);
  });

/**
 * Changes the services first, where `npm run deploy` advises that.
 *
 * @returns the commands, none where it advised none
 * @throws where one fails
 */
export async function changeAdvisedServices(said: string, environment: Workspace): Promise<string[]> {
  const commands = new Set(said.match(/terraform -chdir=\S+ apply(?: -target=[\w.]+)+/g)); // --json says it twice
  for (const command of commands) {
    const targets = command.match(/-target=\S+/g) ?? [];
    const code = await environment.terraform("apply", ["-input=false", "-auto-approve", ...targets]);
    if (code !== 0) throw new Error(`${command}: exit code ${code}`);
  }
  return [...commands];
}

/**
 * Removes the revisions of task definitions that Terraform does not know, where `npm run deploy` advises that, and a plan shows no changes.
 *
 * @returns the revisions
 */
export async function deregisterAdvised(
  said: string,
  environment: Workspace,
  { client }: Emulator,
): Promise<string[]> {
  const unknown = [...new Set(said.match(/(?<=aws ecs deregister-task-definition --task-definition )\S+/g))];
  if (unknown.length === 0 || !(await environment.isSettled())) return [];
  const ecs = new ECSClient(client);
  for (const taskDefinition of unknown)
    await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
  return unknown.map((it) => `deregistering ${it}`);
}
