import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { IDENTITY, withAws } from "../support/command-with-aws";

const ARN = "arn:aws:ecs:us-east-1:123456789012:task/ecs-cluster-dev/ab65";
const awsvpcConfiguration = { subnets: ["subnet-1"], securityGroups: ["sg-tasks"] };
const GROUPS = `<DescribeSecurityGroupsResponse><securityGroupInfo>
<item><groupId>sg-tasks</groupId><groupName>task-security-group-dev</groupName><vpcId>vpc-1</vpcId></item>
<item><groupId>sg-migration</groupId><groupName>migration-security-group-dev</groupName><vpcId>vpc-1</vpcId></item>
</securityGroupInfo></DescribeSecurityGroupsResponse>`;
const ANSWERS: Readonly<Record<string, object | undefined>> = {
  DescribeServices: { services: [{ status: "ACTIVE", networkConfiguration: { awsvpcConfiguration } }] },
  ListTasks: { taskArns: [] },
  RunTask: { tasks: [{ taskArn: ARN }] },
  DescribeTasks: {
    tasks: [{ lastStatus: "STOPPED", stoppedReason: "Spot", containers: [{ name: "migration" }] }],
  },
  GetLogEvents: { events: [{ message: "half of it" }], nextForwardToken: "f/1" },
};

const migrate = (answers: Readonly<Record<string, object | undefined>>) =>
  withAws(
    async (request: IncomingMessage, response: ServerResponse) => {
      const action = `${request.headers["x-amz-target"] ?? ""}`.split(".").at(-1) ?? "";
      const body = await text(request);
      if (action === "") return response.end(body.includes("GetCallerIdentity") ? IDENTITY : GROUPS);
      const answer = body.includes("nextToken") ? { nextForwardToken: "f/1" } : answers[action];
      response.writeHead(answer === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer ?? { __type: "AccessDeniedException", message: "no" }));
    },
    "migrate",
    ["--suffix", "dev"],
  );

it("npm run migrate without an exit code does not say that the container never started, after a log line", async () => {
  const { code, stdout, stderr } = await migrate(ANSWERS);
  expect([code, stdout]).toEqual([1, "half of it\n"]);
  expect(stderr).toContain(
    `the migration of dev ended with no exit code, but the task had started, so some or all of its work may be done: Spot\n${ARN}\n`,
  );
}, 60_000);

it("npm run migrate says that the task may continue, if AWS stops answering", async () => {
  const { code, stderr } = await migrate({ ...ANSWERS, DescribeTasks: undefined });
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/^if the task has started, it continues in AWS: .*\nAccessDeniedException: no/),
  ]);
}, 60_000);
