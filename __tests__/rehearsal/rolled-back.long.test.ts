import { DescribeSecurityGroupRulesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { EXIT_NOT_AS_CONFIGURED, EXIT_REFUSED } from "../../src/commands/end";
import { changeAdvisedServices } from "./advised";
import { CONTROLLER, SETTINGS, Stage } from "./release-stage";
import { MINUTES } from "./support";

jest.setTimeout(3 * MINUTES); // on a busy machine

const BROKEN = "public.ecr.aws/docker/library/nginx:rolls-back";
/** Green gets no requests, so that its port may change. */
const weights = { blue: 100, green: 0 };
const ports = (containerPort: number, image: string) => ({
  ...SETTINGS,
  weights,
  application: { green: { image, containerPort } },
});
const OLD_IMAGE = SETTINGS.application.green.image;

describe("npm run deploy", () => {
  let opened: Stage;
  const stage = () => opened;

  beforeAll(async () => {
    opened = await Stage.open("rolled-back");
    opened.configure("rel", ports(8080, OLD_IMAGE));
    await opened.deploy();
  }, 5 * MINUTES);

  afterAll(() => opened?.close());

  it(
    "a deployment that ECS rolls back has failed, keeps what the old tasks need, and is not released",
    async () => {
      const before = JSON.parse((await stage().release("status", "--json")).output).look.runs.green;
      stage().configure("rel", ports(8080, BROKEN));
      // What Terraform says of it, and then again with the deployment followed: the service is planned once more.
      const unseen = await stage().change("deploy", "--no-wait").ended;
      expect(unseen.output).toContain(
        "rel does not run its configuration:\n  ECS has rolled the deployment of green back",
      );
      expect(unseen.code).toBe(EXIT_NOT_AS_CONFIGURED);
      // Terraform ended before it deregistered the definition that runs.
      const { taskDefinition } = await new ECSClient(stage().account.emulator.client).send(
        new DescribeTaskDefinitionCommand({ taskDefinition: "task-definition-green-rel:1" }),
      );
      expect(taskDefinition?.status).toBe("ACTIVE");
      const { code, output } = await stage().change("deploy").ended;
      expect(output).not.toContain("Apply complete!");
      expect(code).toBe(EXIT_NOT_AS_CONFIGURED);
      const reason =
        "ECS rolled its deployment back: Service deployment rolled back because the circuit breaker threshold was exceeded.";
      const differs = `task-definition-green-rel:1 (${before.image}) runs, and task-definition-green-rel:2 (${BROKEN}) was deployed`;
      expect(output).toContain(`"kind":"not as configured"`);
      expect(output).toContain(
        `rel does not run its configuration:\n  green: ${reason}\n  green: ${differs}\n`,
      );
      expect(output).toMatch(/\n +blue runs task-definition-blue-rel:1 \(\S+\)\n/);
      expect(await stage().aws.lock()).toBeUndefined();

      const refused = await stage().release("start", "--to", "green", "--yes");
      const called = stage().account.emulator.calledByFunctions.get(CONTROLLER);
      expect([...(called ?? [])]).toContain("ecs:DescribeServiceDeployments");
      expect(refused.code).toBe(2);
      expect(refused.output).toContain(` NO  green runs what was deployed`);
      expect(refused.output).toContain(`${reason}; ${differs}`);
      expect((await stage().release("status")).output).toContain(
        `\nNOT AS DEPLOYED\n  green: ${reason}\n  green: ${differs}\n`,
      );
    },
    2 * MINUTES,
  );

  it(
    "the next deployment is refused while it would close the old tasks' port, and passes once the services have changed",
    async () => {
      stage().configure("rel", ports(8081, `${BROKEN}-again`));
      expect(await stage().change("deploy").ended).toMatchObject({ code: EXIT_NOT_AS_CONFIGURED });
      expect(await rulesOf8080()).toBe(2); // the load balancer's egress and the tasks' ingress

      stage().configure("rel", ports(8081, OLD_IMAGE));
      const refused = await stage().change("deploy").ended;
      expect(refused.code).toBe(EXIT_REFUSED);
      expect(refused.output).toContain("a service does not run the task definition of the last deployment.");
      expect(refused.output).toContain(
        "aws_vpc_security_group_ingress_rule.firewall_alb_to_tasks_8080_ingress",
      );
      expect(await rulesOf8080()).toBe(2);

      expect(await changeAdvisedServices(refused.output, stage().workspace)).toHaveLength(1);
      const ecs = new ECSClient(stage().account.emulator.client);
      const { services: [service] = [] } = await ecs.send(
        new DescribeServicesCommand({ cluster: "ecs-cluster-rel", services: ["ecs-service-green-rel"] }),
      );
      const { taskDefinition } = await ecs.send(
        new DescribeTaskDefinitionCommand({ taskDefinition: service?.taskDefinition }),
      );
      expect(taskDefinition?.containerDefinitions?.[0]).toMatchObject({
        image: OLD_IMAGE,
        portMappings: [{ containerPort: 8081 }],
      });
      expect(await rulesOf8080()).toBe(2);

      const { code, output } = await stage().change("deploy").ended;
      expect([code, code === 0 ? "" : output]).toEqual([0, ""]);
      expect(await rulesOf8080()).toBe(0);
    },
    2 * MINUTES,
  );

  /** How many rules open the port on which green's first tasks listen. */
  async function rulesOf8080(): Promise<number> {
    const { SecurityGroupRules = [] } = await new EC2Client(stage().account.emulator.client).send(
      new DescribeSecurityGroupRulesCommand({}),
    );
    return SecurityGroupRules.filter(({ FromPort }) => FromPort === 8080).length;
  }
});
