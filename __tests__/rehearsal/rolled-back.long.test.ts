import { DescribeTaskDefinitionCommand, ECSClient } from "@aws-sdk/client-ecs";
import { EXIT_NOT_AS_CONFIGURED } from "../../src/commands/end";
import { CONTROLLER, SETTINGS, Stage } from "./release-stage";
import { MINUTES } from "./support";

jest.setTimeout(3 * MINUTES); // on a busy machine

describe("npm run deploy", () => {
  let opened: Stage;
  const stage = () => opened;

  beforeAll(async () => {
    opened = await Stage.open("rolled-back");
    await opened.deploy();
  }, 5 * MINUTES);

  afterAll(() => opened?.close());

  it(
    "a deployment that ECS rolls back has failed, keeps what the old tasks need, and is not released",
    async () => {
      const before = JSON.parse((await stage().release("status", "--json")).output).look.runs.green;
      const image = "public.ecr.aws/docker/library/nginx:rolls-back";
      const weights = { blue: 30, green: 70 };
      stage().configure("rel", { ...SETTINGS, weights, application: { green: { image } } });
      // What Terraform says of it, and then again with the deployment followed: the service is planned once more.
      const unseen = await stage().change("deploy", "--no-wait").ended;
      expect(unseen.output).toContain(
        "rel does not run what was configured:\n  ECS does not run what was deployed to green, but what ran before",
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
      const differs = `task-definition-green-rel:1 (${before.image}) runs, and task-definition-green-rel:2 (${image}) was deployed`;
      expect(output).toContain(`"kind":"not as configured"`);
      expect(output).toContain(
        `rel does not run what was configured:\n  green: ${reason}\n  green: ${differs}\n`,
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
});
