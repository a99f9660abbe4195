import { DescribeSubnetsCommand, EC2Client } from "@aws-sdk/client-ec2";
import type { Emulator } from "../../src/rehearsal/emulator";
import type { Workspace } from "../../src/rehearsal/workspace";

/**
 * Does what `npm run deploy` advises where AWS has something that the state has not: runs each command for an import that it printed. For
 * AWS's CLI in one of them, which prints a subnet's id, the SDK asks with the same filters.
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
    const isAsked = idOrCommand.startsWith("$(aws ec2 describe-subnets ");
    const asked = isAsked
      ? await new EC2Client(client).send(new DescribeSubnetsCommand({ Filters }))
      : undefined;
    const id = asked ? asked.Subnets?.map(({ SubnetId }) => SubnetId).join("\t") : idOrCommand;
    const code = await environment.terraform("import", ["-input=false", address, id ?? ""]);
    if (code !== 0) throw new Error(`${command}: exit code ${code}`);
  }
  return commands.map(([command]) => command);
}

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
