import type { Json } from "../../src/review/terraform-plan";
import { changeOf, reviewOf, sectionOf, warnings } from "./made-up-plan";

const GROUPS = ["app", "db"].map((name) => {
  const group = { id: `sg-${name}`, name: `${name}-security-group-dev` };
  return changeOf(`aws_security_group.${name}`, group, group);
});
const rule = (more: object) => ({ ip_protocol: "tcp", from_port: 5432, to_port: 5432, ...more });
const INGRESS = "aws_vpc_security_group_ingress_rule.one";
const EGRESS = "aws_vpc_security_group_egress_rule.one";
const rows = (...changes: ReturnType<typeof changeOf>[]) =>
  sectionOf({ changes: [...GROUPS, ...changes] }, "Exposure").slice(2);

describe("the exposure", () => {
  it("names groups by their names", () => {
    const added = rule({ security_group_id: "sg-db", referenced_security_group_id: "sg-app" });
    expect(rows(changeOf(INGRESS, null, added))).toEqual([
      "| opens | `app-security-group-dev` | `db-security-group-dev` | tcp 5432 |",
    ]);
  });

  it("says what closes, and what an edited rule was and becomes", () => {
    const narrow = rule({ security_group_id: "sg-db", cidr_ipv4: "10.0.0.0/24" });
    const wide = { ...narrow, cidr_ipv4: "::/0", to_port: 6000 };
    expect(rows(changeOf(INGRESS, narrow, null))).toEqual([
      "| closes | `10.0.0.0/24` | `db-security-group-dev` | tcp 5432 |",
    ]);
    expect(rows(changeOf(INGRESS, narrow, wide))).toEqual([
      "| closes | `10.0.0.0/24` | `db-security-group-dev` | tcp 5432 |",
      "| ⚠️ opens | `::/0` | `db-security-group-dev` | tcp 5432 to 6000 |",
    ]);
  });

  it("has no line that the plan wrote", () => {
    const hostile = rule({
      security_group_id: "sg-db",
      cidr_ipv4: "10.0.0.0/24",
      ip_protocol: "x |\n\n<!--",
    });
    expect(rows(changeOf(INGRESS, null, hostile))).toEqual([
      "| opens | `10.0.0.0/24` | `db-security-group-dev` | `x \\| <!-- 5432` |",
    ]);
  });

  it("is silent on a new description", () => {
    const before = rule({ security_group_id: "sg-db", cidr_ipv4: "10.0.0.0/24", description: "a" });
    expect(rows(changeOf(INGRESS, before, { ...before, description: "b" }))).toEqual([]);
  });

  it("warns of calls to the world on every port, not of HTTPS", () => {
    const calls = { security_group_id: "sg-app", cidr_ipv4: "0.0.0.0/0" };
    expect(rows(changeOf(EGRESS, null, { ...calls, ip_protocol: "-1" }))).toEqual([
      "| ⚠️ opens | `app-security-group-dev` | `0.0.0.0/0` | everything |",
    ]);
    expect(rows(changeOf(EGRESS, null, rule(calls)))).toEqual([
      "| opens | `app-security-group-dev` | `0.0.0.0/0` | tcp 5432 |",
    ]);
  });

  it("follows references to groups that are made by the same plan", () => {
    const made = sectionOf(
      {
        changes: [changeOf(INGRESS, null, rule({}), { security_group_id: true, prefix_list_id: true })],
        configuration: {
          aws_security_group: { db: { name: "db-security-group-dev" } },
          aws_vpc_security_group_ingress_rule: {
            one: {
              security_group_id: "${aws_security_group.db.id}",
              prefix_list_id: "${aws_vpc_endpoint.s3.prefix_list_id}",
            },
          },
        },
      },
      "Exposure",
    );
    expect(made.slice(2)).toEqual(["| opens | `aws_vpc_endpoint.s3` | `db-security-group-dev` | tcp 5432 |"]);
  });

  describe("of whom a rule lets in that the plan does not know", () => {
    const made = (unknown: object, configured: object, known: object = {}) =>
      warnings(
        reviewOf({
          changes: [
            ...GROUPS,
            changeOf("aws_vpc.one", { cidr_block: "10.0.0.0/16" }, { cidr_block: "10.0.0.0/16" }),
            changeOf(INGRESS, null, { ...rule({ security_group_id: "sg-db" }), ...known }, { ...unknown }),
          ],
          configuration: { aws_vpc_security_group_ingress_rule: { one: configured } },
        }),
      );
    const warning = (from: string, on: string) =>
      `db-security-group-dev becomes reachable from ${from} on ${on}: the source is known only after the apply, and may be everybody`;

    it.each<[what: string, unknown: object, configured: object]>([
      ["range", { cidr_ipv4: true }, { cidr_ipv4: "${data.http.mine.response_body}/32" }],
      ["range of IPv6", { cidr_ipv6: true }, { cidr_ipv6: "${aws_vpc.later.ipv6_cidr_block}" }],
      ["range that no configuration says", { cidr_ipv4: true }, {}],
      ["group that no configuration says", { referenced_security_group_id: true }, {}],
      ["list of a module", { prefix_list_id: true }, { prefix_list_id: "${module.x.list}" }],
    ])("it warns: a %s", (_what, unknown, configured) => {
      expect(made(unknown, configured)).toEqual([warning("(known after apply)", "tcp 5432")]);
    });

    it("it warns: ports, and a protocol", () => {
      const cidr_ipv4 = "10.0.0.0/24";
      expect(made({ to_port: true }, {}, { cidr_ipv4, to_port: undefined })).toEqual([
        warning("10.0.0.0/24", "tcp (known after apply)"),
      ]);
      expect(made({ ip_protocol: true }, {}, { cidr_ipv4, ip_protocol: undefined })).toEqual([
        warning("10.0.0.0/24", "(known after apply)"),
      ]);
    });

    it("it is silent about what the configuration says", () => {
      expect(made({ cidr_ipv4: true }, { cidr_ipv4: "${aws_vpc.one.cidr_block}" })).toEqual([]);
      expect(
        made(
          { referenced_security_group_id: true },
          { referenced_security_group_id: "${aws_security_group.a.id}" },
        ),
      ).toEqual([]);
    });

    it("it warns as of the world where the configuration says that", () => {
      expect(made({ cidr_ipv4: true }, { cidr_ipv4: "0.0.0.0/0" })).toEqual([
        "db-security-group-dev becomes reachable from 0.0.0.0/0 on tcp 5432",
      ]);
    });
  });

  it.each([
    ["aws_lb.one", "internal", true, false],
    ["aws_rds_cluster_instance.one", "publicly_accessible", false, true],
    ["aws_subnet.one", "map_public_ip_on_launch", false, true],
    ["aws_lb_listener.one", "protocol", "HTTPS", "HTTP"],
  ])("warns when %s gets another %s", (address, name, before, after) => {
    const exposures = (from: Json, to: Json) =>
      warnings(reviewOf({ changes: [changeOf(address, { [name]: from }, { [name]: to })] })).filter((it) =>
        it.startsWith(`${address} gets `),
      );
    expect(exposures(before, after)).toEqual([`${address} gets ${name} = ${JSON.stringify(after)}`]);
    expect(exposures(after, before)).toEqual([]);
  });

  it.each([
    ["aws_rds_cluster_instance.one", "publicly_accessible", [true]],
    ["aws_subnet.one", "map_public_ip_on_launch", [true]],
    ["aws_lb.one", "internal", []], // a new load balancer is public by intention
  ])("of what is made: %s with %s", (address, name, open) => {
    const made = warnings(
      reviewOf({ changes: [changeOf(address, null, { [name]: address !== "aws_lb.one" })] }),
    );
    expect(made.filter((it) => it.includes(` gets ${name}`))).toEqual(
      open.map((value) => `${address} gets ${name} = ${value}`),
    );
  });

  it.each<[string, object, object]>([
    ["enable_execute_command", { enable_execute_command: false }, { enable_execute_command: true }],
    [
      "network_configuration[0].assign_public_ip",
      { network_configuration: [{ assign_public_ip: false }] },
      { network_configuration: [{ assign_public_ip: true }] },
    ],
  ])("warns of a service, also of a new one, that gets %s", (path, closed, open) => {
    const of = (before: object | null, after: object) =>
      warnings(
        reviewOf({
          changes: [
            changeOf("aws_ecs_service.x", before as never, after as never, {
              network_configuration: [{ subnets: true }],
            }),
          ],
        }),
      ).filter((it) => it.includes(path));
    const said = [`aws_ecs_service.x gets ${path} = true`];
    expect([of(closed, open), of(null, open)]).toEqual([said, said]);
    expect([of(open, closed), of(null, closed), of(open, open)]).toEqual([[], [], []]);
  });

  describe("of rules that stand in a new group itself", () => {
    const entry = (more: object) => ({ from_port: 22, to_port: 22, protocol: "tcp", ...more });
    const made = (ingress: unknown, unknown: unknown, configured: unknown) =>
      warnings(
        reviewOf({
          changes: [
            changeOf("aws_security_group.x", null, { name: "x", ...(ingress as object) }, unknown as never),
          ],
          configuration: { aws_security_group: { x: configured } },
        }),
      );
    const WORLD = "aws_security_group.x gets ingress[0].cidr_blocks[0] = 0.0.0.0/0";

    it("it warns where the plan has them", () => {
      const ingress = [entry({ cidr_blocks: ["0.0.0.0/0"] })];
      expect(made({ ingress }, {}, { ingress })).toEqual([WORLD]);
    });

    it("it warns where one value of them is known only after the apply, and the plan leaves out all of them", () => {
      const ingress = [
        entry({ cidr_blocks: ["0.0.0.0/0"] }),
        entry({ security_groups: ["${aws_security_group.later.id}"] }),
      ];
      expect(made({}, { ingress: true }, { ingress })).toEqual([
        WORLD,
        "aws_security_group.x gets ingress[1].security_groups[0] = ${aws_security_group.later.id}",
      ]);
      expect(made({}, { ingress: true }, { ingress: ingress[0] })).toEqual([WORLD]);
    });

    it("it says nothing of what AWS fills in", () => {
      expect(made({}, { ingress: true, egress: true }, { name: "x" })).toEqual([]);
    });
  });
});
