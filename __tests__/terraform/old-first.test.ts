import { oldFirst, withOldFirst } from "../../src/terraform/old-first";
import { EPHEMERAL } from "../support/environments";
import { synthesized } from "../support/synthesized";

const configuration = JSON.stringify(synthesized(EPHEMERAL).document, null, 2);
const plan = (type: string, actions: string, action_reason?: string) =>
  JSON.stringify({ resource_changes: [{ type, action_reason, change: { actions: actions.split("/") } }] });
const TAINTED = "replace_because_tainted";

describe("a plan is made again with the old one first", () => {
  it.each([
    ["the database would be there twice", plan("aws_rds_cluster", "create/delete")],
    [
      "a NAT gateway was interrupted while it was made: its address is taken",
      plan("aws_nat_gateway", "create/delete", TAINTED),
    ],
    ["a subnet was: its range is taken", plan("aws_subnet", "create/delete", TAINTED)],
  ])("where %s", (_what, planJson) => {
    const instead = oldFirst(configuration, planJson);
    expect(configuration).toContain('"create_before_destroy": true');
    expect(instead).not.toContain("create_before_destroy");
    expect(instead).toBe(withOldFirst(configuration));
    expect(JSON.parse(`${instead}`).resource.aws_ecs_service).toEqual(
      JSON.parse(configuration).resource.aws_ecs_service,
    );
  });

  it.each([
    ["a new task definition comes", plan("aws_ecs_task_definition", "create/delete")],
    ["the old one goes first anyway", plan("aws_nat_gateway", "delete/create", TAINTED)],
    ["nothing changes", "{}"],
  ])("and not where %s", (_what, planJson) => {
    expect(oldFirst(configuration, planJson)).toBeUndefined();
  });
});
