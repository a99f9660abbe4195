import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Workspace } from "../../src/rehearsal/workspace";
import { parseEvent } from "../../src/terraform/events";
import { ecrImage } from "../support/environments";
import { Account, MINUTES } from "./support";

const zones = (letters: string) => [...letters].map((it) => `us-east-1${it}`);
const BEFORE = { interfaceEndpoints: true, natGateways: "one-per-zone" };
const image = { image: ecrImage("team/application", "1") };
const PRIVATE_IMAGES = {
  application: { blue: image, green: image },
  migration: { image: ecrImage("team/migration", "1"), command: ["migrate"] },
};

const SERVICES = ["update aws_ecs_service.blue_service", "update aws_ecs_service.green_service"];

/** Changes a deployed environment, and looks at the order in which Terraform does it. */
describe("an environment that changes while its tasks run", () => {
  let account: Account;
  let environment: Workspace;

  const configure = (settings: object) =>
    writeFileSync(
      join(dirname(environment.logFile), "environments", "x1.json"),
      JSON.stringify({ profile: "ephemeral", ...settings }),
    );

  /** What began and what ended, in this order, such as `start delete aws_subnet.one`. */
  async function order(settings: object): Promise<string[]> {
    configure(settings);
    const events: string[] = [];
    const code = await environment.command("deploy", ["--auto-approve", "--json"], {}, (line) => {
      const event = parseEvent(line);
      if (event?.type !== "apply_start" && event?.type !== "apply_complete") return;
      const { action, resource } = event.hook;
      events.push(`${event.type.replace("apply_", "")} ${action} ${resource.addr}`);
    });
    expect(code).toBe(0);
    return events;
  }

  const expectOrder = (events: readonly string[], first: readonly string[], last: readonly string[]) => {
    const place = (event: string) => {
      expect(events).toContain(event);
      return events.indexOf(event);
    };
    const ended = Math.max(...first.map((it) => place(`complete ${it}`)));
    for (const it of last) expect([it, place(`start ${it}`) > ended]).toEqual([it, true]);
  };

  beforeAll(async () => {
    account = await Account.open("changes-in-place");
    environment = await account.environment("x1");
    configure({
      network: { ...BEFORE, availabilityZones: zones("abc") },
      application: { blue: { image: ecrImage("team/other", "1") } }, // green's is public
    });
    await environment.deploy();
  }, 5 * MINUTES);

  afterAll(() => account?.close());

  it(
    "takes nothing from tasks of public images before both services run private ones",
    async () => {
      const events = await order({
        network: { ...BEFORE, availabilityZones: zones("cab") }, // another order, which changes nothing
        ...PRIVATE_IMAGES,
      });
      expect(events.filter((it) => /aws_(subnet|route|nat_gateway|eip)\./.test(it))).toEqual([]);
      const policies = ["blue", "green"].map(
        (it) => `aws_iam_role_policy.${it}_task_execution_role_needs_policy`,
      );
      const definitions = ["blue", "green"].map((it) => `aws_ecs_task_definition.${it}_task_task_definition`);
      for (const [index, service] of SERVICES.entries()) {
        expectOrder(events, [`create ${policies[index]}`, `create ${definitions[index]}`], [service]);
        expectOrder(events, [service], [`delete ${definitions[index]}`]);
      }
      expectOrder(events, SERVICES.slice(0, 1), [`delete ${policies[0]}`]); // blue has needed another repository
      const world = "aws_vpc_security_group_egress_rule.firewall_tasks_to_0_0_0_0_0_egress";
      expectOrder(events, SERVICES, [`delete ${world}`]);
    },
    3 * MINUTES,
  );

  it(
    "keeps its range: AWS changes that of no VPC",
    async () => {
      configure({ network: { ...BEFORE, cidrBlock: "10.9.0.0/16" } });
      const said: string[] = [];
      const code = await environment.command("deploy", ["--auto-approve"], {}, (line) => said.push(line));
      expect([code, said.join("\n")]).toEqual([
        2,
        expect.stringContaining("network.cidrBlock: AWS cannot change the CIDR block of a VPC"),
      ]);
    },
    3 * MINUTES,
  );

  it(
    "leaves a zone after services and load balancer have",
    async () => {
      const events = await order({
        network: { interfaceEndpoints: true, natGateways: "one", availabilityZones: zones("abd") },
        ...PRIVATE_IMAGES,
      });
      const gone = (name: string) => `delete aws_${name}_us_east_1c`;
      expectOrder(
        events,
        [...SERVICES, "update aws_lb.load_balancer_load_balancer"],
        [
          gone("route.network_private_route"),
          gone("subnet.network_private_subnet"),
          gone("subnet.network_public_subnet"),
        ],
      );
      expectOrder(
        events,
        ["update aws_route.network_private_route_us_east_1b"],
        ["delete aws_nat_gateway.network_nat_gateway_us_east_1b"],
      );
      expect(await environment.isSettled()).toBe(true);
    },
    3 * MINUTES,
  );
});
