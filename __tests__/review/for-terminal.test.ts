import { terminalReview } from "../../src/review/for-terminal";
import type { Review } from "../../src/review/review";
import { changeOf, reviewOf } from "./made-up-plan";
import { reviewed } from "./recorded/recordings";

const shown = (review: Review, columns = 100) => terminalReview(review, { columns, color: false });

describe("a review in a terminal", () => {
  it("says what changes first, short", () => {
    expect(shown(reviewed("weights-change")).split("\n")).toEqual([
      "dev: 1 to change",
      "No resource that holds data is destroyed.",
      "",
      "Warnings",
      "  ! the configured weights change from blue 80 %, green 20 % to blue 30 %, green 70 %, which moves",
      "    no traffic: to move it, run npm run release -- set --green 70; to keep the present weights,",
      '    write "weights": { "blue": 80, "green": 20 } into environments/dev.json',
      "",
      "Changes",
      "  ~ update aws_ssm_parameter.traffic_split_parameter",
      "      ~ tags.ConfiguredWeights: 80/20 → 30/70",
      "      ~ tags_all.ConfiguredWeights: 80/20 → 30/70",
      "",
      "Traffic",
      "  stays at blue 80 %, green 20 % (no listener, rule, target group, record or load balancer changes",
      "    where requests go; rules made by hand were not looked for: this role may not list them)",
      "",
      "Not looked for",
      "  listeners and listener rules made by hand were not looked for: this role may not list listener",
      "    rules",
    ]);
  });

  it("says what is replaced, and what forces it", () => {
    const lines = shown(reviewed("database-replacement")).split("\n");
    const at = lines.indexOf("Destroyed, replaced or deleted sooner");
    expect(at).toBeLessThan(lines.indexOf("Warnings")); // because the plan is blocked
    expect(lines.slice(at + 1, at + 3)).toEqual([
      "  replaced aws_rds_cluster.database_cluster, holds data: blocks this plan",
      "      database_name: transactions → ledger",
    ]);
  });

  it("has a table where it fits, and sentences where it does not", () => {
    const review = reviewed("first-deployment");
    const row = "  opens    alb-security-group-dev   task-security-group-dev                       tcp 9898";
    const sentence = "  task-security-group-dev becomes reachable from alb-security-group-dev on tcp 9898";
    expect(shown(review, 100).split("\n")).toContain(row);
    expect(shown(review, 100)).not.toContain(sentence);
    expect(
      shown(review, 40)
        .replace(/\n {4}/g, " ")
        .split("\n"),
    ).toContain(sentence);
  });

  it("has the color of what is lost, made or changed, and none where none is wanted", () => {
    const review = reviewOf({
      changes: [
        changeOf("aws_kms_key.x", {}, null),
        changeOf("aws_lb.x", null, {}),
        changeOf("aws_lb.y", { name: "a" }, { name: "b" }),
      ],
    });
    const lines = terminalReview(review, { columns: 80, color: true }).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "\u001b[31m  destroyed aws_kms_key.x, holds data: blocks this plan\u001b[0m",
        "\u001b[33m  ~ update aws_lb.y\u001b[0m",
        "\u001b[32m  + create aws_lb.x\u001b[0m",
        "\u001b[31m  - destroy aws_kms_key.x\u001b[0m",
      ]),
    );
    expect(shown(review)).not.toContain("\u001b");
  });

  it("names the outputs that change", () => {
    const lines = shown(reviewed("database-replacement")).split("\n");
    expect(lines[lines.indexOf("Outputs") + 1]).toBe("  ~ database_name: transactions → ledger");
    const first = shown(reviewed("first-deployment"), 200).split("\n");
    expect(first[first.indexOf("Outputs") + 1]).toMatch(/^ {2}alarm_topic_arn, alb_dns_name, /);
  });

  it("says so where nothing changes", () => {
    expect(shown(reviewOf({ changes: [] }))).toBe("dev: no changes");
  });

  it("shows the attributes of one resource up to ten", () => {
    const of = (value: string) =>
      Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`a${index}`, value]));
    const lines = shown(reviewOf({ changes: [changeOf("aws_lb.x", of("1"), of("2"))] })).split("\n");
    expect(lines.filter((line) => line.includes("1 → 2"))).toHaveLength(10);
    expect(lines).toContain("      and 2 more");
  });
});
