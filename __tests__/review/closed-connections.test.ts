import type { Attributes, ResourceChange } from "../../src/review/terraform-plan";
import { changeOf, reviewOf, saidIn } from "./made-up-plan";
import { kept, replaced } from "./made-up-traffic";

const RULE = "aws_vpc_security_group_ingress_rule.alb_to_tasks";
const rule = (port: number, more: Attributes = {}): Attributes => ({
  security_group_id: "sg-tasks",
  referenced_security_group_id: "sg-alb",
  ip_protocol: "tcp",
  from_port: port,
  to_port: port,
  ...more,
});
const WORLD = { referenced_security_group_id: null, cidr_ipv4: "0.0.0.0/0" };
const service = (port: number): Attributes => ({
  name: "ecs-service-blue-dev",
  load_balancer: [{ container_port: port }],
});
const SERVICE = "aws_ecs_service.blue_service";
/** Adds a resource that stays, because a plan that destroys everything has no interruptions. */
const said = (...changes: ResourceChange[]) =>
  saidIn({ changes: [...changes, kept("aws_vpc.network", { id: "vpc-1" })] }, "Interruptions").filter((it) =>
    it.includes("this change makes connections"),
  );
const GETS = (from: string, to: string, on: string) =>
  `this change makes connections from ${from} to ${to} on ${on} impossible: make sure that nothing needs these connections`;

describe("a connection that closes", () => {
  it.each<[string, ResourceChange, string]>([
    ["of a group", changeOf(RULE, rule(9898), null), GETS("sg-alb", "sg-tasks", "tcp 9898")],
    ["of the world", changeOf(RULE, rule(443, WORLD), null), GETS("0.0.0.0/0", "sg-tasks", "tcp 443")],
    [
      "for another peer",
      changeOf(RULE, rule(5432), rule(5432, { referenced_security_group_id: "sg-2" })),
      GETS("sg-alb", "sg-tasks", "tcp 5432"),
    ],
    [
      "on the way out",
      changeOf("aws_vpc_security_group_egress_rule.alb_to_tasks", rule(5432), null),
      GETS("sg-tasks", "sg-alb", "tcp 5432"),
    ],
  ])("is an interruption: %s", (_, change, sentence) => {
    expect(said(change)).toEqual([`! ${change.address}: ${sentence}`]);
  });

  it("is one where the port that stays is another's, or a service still has the one that goes", () => {
    expect(said(changeOf(RULE, rule(443, WORLD), null), kept(`${RULE}_80`, rule(80, WORLD)))).toHaveLength(1);
    const closing = changeOf(RULE, rule(9898), null);
    expect(said(closing, kept(`${RULE}_8080`, rule(8080)), kept(SERVICE, service(9898)))).toHaveLength(1);
    expect(said(closing, kept(`${RULE}_x`, rule(9898, { security_group_id: "sg-2" })))).toHaveLength(1);
  });

  it.each<[string, readonly ResourceChange[]]>([
    ["another rule keeps it", [changeOf(RULE, rule(9898), null), kept(`${RULE}_b`, rule(9898))]],
    [
      "a wider rule keeps it",
      [changeOf(RULE, rule(9898), null), kept(`${RULE}_b`, rule(0, { ip_protocol: "-1", ...WORLD }))],
    ],
    [
      "the tasks of a color have gone over to another port",
      [
        changeOf(RULE, rule(9898), null),
        changeOf(`${RULE}_8080`, null, rule(8080)),
        changeOf(SERVICE, service(9898), service(8080)),
      ],
    ],
    [
      "the color went over before",
      [changeOf(RULE, rule(9898), null), kept(`${RULE}_8080`, rule(8080)), kept(SERVICE, service(8080))],
    ],
    ["only its description changes", [changeOf(RULE, rule(1), rule(1, { description: "x" }))]],
    [
      "its group is replaced",
      [
        replaced(RULE, rule(1), { ...rule(1), security_group_id: null }, { security_group_id: true }),
        replaced("aws_security_group.tasks", { id: "sg-tasks" }, {}, { id: true }),
      ],
    ],
    [
      "its group goes",
      [changeOf(RULE, rule(1), null), changeOf("aws_security_group.a", { id: "sg-alb" }, null)],
    ],
  ])("is none where %s", (_, changes) => {
    expect(said(...changes)).toEqual([]);
  });

  it("is a danger by hand, and is told once", () => {
    const again = changeOf(RULE, null, rule(9898));
    const drift = [changeOf(RULE, rule(9898), null)];
    expect(saidIn({ changes: [again], drift }, "Changed outside of Terraform")).toEqual([
      `! by hand: ${RULE}: ${GETS("sg-alb", "sg-tasks", "tcp 9898")}`,
    ]);
    expect(reviewOf({ changes: [again], drift }).byHand.dangers).toBe(1);
    const other = rule(9898, { referenced_security_group_id: "sg-2" });
    const moved = {
      changes: [changeOf(RULE, other, rule(9898))],
      drift: [changeOf(RULE, rule(9898), other)],
    };
    expect(saidIn(moved, "Changed outside of Terraform")).toContain(
      `! by hand: ${RULE}: ${GETS("sg-alb", "sg-tasks", "tcp 9898")}`,
    );
  });
});
