import { EPHEMERAL } from "./environments";
import { synthesized } from "./synthesized";

const environment = synthesized(EPHEMERAL);

describe("asking for what is not there", () => {
  it("names the resources of the same type", () => {
    expect(() => environment.resource("aws_lb_target_group.traffic_target_group_red")).toThrow(
      "no resource aws_lb_target_group.traffic_target_group_red; there are: aws_lb_target_group.traffic_target_group_blue, aws_lb_target_group.traffic_target_group_green",
    );
  });

  it("names the resources of the same name", () => {
    expect(() => environment.resource("aws_db_cluster.database_cluster")).toThrow(
      "no resource aws_db_cluster.database_cluster; there are: aws_rds_cluster.database_cluster",
    );
  });

  it("names the types when nothing is near", () => {
    expect(() => environment.resource("aws_nothing.nowhere")).toThrow(
      /there are: aws_appautoscaling_policy, /,
    );
  });

  it("names the outputs", () => {
    expect(() => environment.output("nothing")).toThrow(/^no output nothing; there are: .*\bvpc_id\b/);
  });

  it("counts nothing", () => {
    expect(environment.count("aws_nothing")).toBe(0);
    expect(environment.addresses("aws_nothing")).toEqual([]);
  });
});

it("a configuration that is refused is an error of the test, with all its words", () => {
  expect(() => synthesized({ weights: { blue: 1, green: 1 } })).toThrow(
    '1 problem in the settings of this test\n  weights: got {"blue":1,"green":1}, allowed: weights that sum to 100, not 2',
  );
});
