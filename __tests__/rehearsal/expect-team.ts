import {
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { GetRoleCommand, GetRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";
import { ACCOUNT_ID, type Emulator } from "../../src/rehearsal/emulator";

const ROLES = ["observer", "developer", "releaser", "operator", "break-glass"];

/** @param principal what the one principal of break-glass ends in */
export async function expectTeam(
  client: Emulator["client"],
  suffix: string,
  breakGlassArn: string,
  principal: string,
): Promise<void> {
  const iam = new IAMClient(client);
  for (const role of ROLES) {
    const RoleName = `${role}-role-${suffix}`;
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    expect([RoleName, Role?.MaxSessionDuration]).toEqual([RoleName, 3600]);
    const trust = JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ""));
    const { AWS } = trust.Statement[0].Principal;
    const expected = role === "break-glass" ? principal : ":root";
    expect([RoleName, [AWS].flat()]).toEqual([RoleName, [`arn:aws:iam::${ACCOUNT_ID}${expected}`]]);

    const { PolicyDocument = "" } = await iam.send(
      new GetRolePolicyCommand({ RoleName, PolicyName: `inline-policy-${RoleName}` }),
    );
    const policy = decodeURIComponent(PolicyDocument);
    expect(policy).not.toContain("${"); // Terraform has filled everything in
    expect(policy.replace(/\s/g, "").length).toBeLessThanOrEqual(10_240); // what IAM takes
  }

  const events = new EventBridgeClient(client);
  const Name = `break-glass-rule-${suffix}`;
  const { State, EventPattern = "{}" } = await events.send(new DescribeRuleCommand({ Name }));
  expect(State).toBe("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS");
  expect(JSON.parse(EventPattern).detail.requestParameters.roleArn).toEqual([breakGlassArn]);
  const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
  expect(Targets).toMatchObject([
    { Id: "topic", Arn: `arn:aws:sns:us-east-1:${ACCOUNT_ID}:topic-alarms-${suffix}` },
  ]);
}
