import { COMMENT_BYTES, comment } from "../../src/review/comment";
import { reviewOfPlan } from "../../src/review/of-plan";
import { changeOf, planOf, reviewOf } from "./made-up-plan";
import { DIGEST, renderedReview } from "./recorded/recordings";

/** A plan that destroys some resources and adds others. */
function reviewOfMany(destroyed: number, created: number, valueLength = 2000) {
  const change = (name: string, type: string, action: string) => ({
    address: `${type}.${name}`,
    mode: "managed" as const,
    type,
    change: {
      actions: [action],
      before: action === "delete" ? { value: "🔒".repeat(valueLength) } : null,
      after: action === "create" ? { value: "🔓".repeat(valueLength) } : null,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
    },
  });
  const many = (count: number, prefix: string, action: string) =>
    Array.from({ length: count }, (_, index) =>
      change(`${prefix}_${"long_".repeat(8)}${index}`, "aws_s3_bucket", action),
    );
  return reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    planJson: planOf({
      resource_changes: [...many(destroyed, "old", "delete"), ...many(created, "new", "create")],
    }),
    configurationJson: "{}",
    traffic: { parameter: null, weights: {} },
    lock: undefined,
    allowed: [],
  });
}

describe("a review as a comment", () => {
  it.each([
    [1, 200],
    [300, 300],
    [600, 10],
  ])("names each of %i destroyed resources, whatever %i others there are", (destroyed, created) => {
    const text = comment(reviewOfMany(destroyed, created), DIGEST);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
    const named = new Set(text.match(/aws_s3_bucket\.old_(long_)+\d+/g));
    expect(named.size).toBe(destroyed);
    expect(text.split("\n")[1]).toBe(
      `### ⛔ \`dev\`: blocked, ${created} to add, 0 to change, 0 to replace, ${destroyed} to destroy`,
    );
    expect(text).toMatch(/\*\*\d+ more lines do not fit here:\*\*/);
  });

  it("is refused when what is lost cannot be named", () => {
    expect(() => comment(reviewOfMany(1500, 0), DIGEST)).toThrow(
      "this plan loses 1500 resources, and the list of these resources does not fit into one comment: split the change",
    );
  });

  it("is whole where it fits", () => {
    const text = comment(reviewOfMany(1, 2, 10), DIGEST);
    expect(text).not.toContain("do not fit");
    expect(text.match(/<details>/g)).toHaveLength(3);
  });

  it("begins with the marker by which it is found again", () => {
    expect(renderedReview("first-deployment").split("\n")[0]).toBe(
      `<!-- transaction-processing plan dev ${DIGEST} -->`,
    );
  });

  it("keeps every fold closed and every fence in pairs when it is cut", () => {
    const text = comment(reviewOfMany(1, 200), DIGEST);
    expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
    expect((text.match(/^```/gm)?.length ?? 1) % 2).toBe(0);
  });

  it("shows what is not seen, wherever a plan has it", () => {
    const hidden = "\u202e\u200b\u0007\u001b]8;;x\u0007\ud800";
    const text = comment(
      reviewOf({
        changes: [
          changeOf(`aws_s3_bucket.a["${hidden}\n\n### ✅"]`, { [hidden]: hidden, name: hidden }, null),
          changeOf(
            `aws_iam_role.a${hidden}`,
            { name: hidden },
            { name: `b${hidden}`, permissions_boundary: hidden },
          ),
          changeOf(`${hidden}_type.b`, null, { name: hidden }),
        ],
        more: { checks: [{ address: { to_display: hidden }, status: "fail" }] },
      }),
      DIGEST,
    );
    expect(text.match(/[^\P{C}\n]/gu)).toBeNull();
    expect(text).toContain("\\u202e");
    expect(text.split("\n").filter((line) => line.startsWith("### "))).toHaveLength(1);
  });

  it("says of a plan that is blocked what blocks it before what else is a warning", () => {
    const text = renderedReview("database-replacement");
    const at = (words: string) => text.indexOf(words);
    expect(at("- ⛔ replaced `aws_rds_cluster.database_cluster`")).toBeGreaterThan(0);
    expect(at("**3 warnings:**")).toBeGreaterThan(at("**blocks this plan**"));
    expect(at("#### Tasks")).toBeGreaterThan(at("**3 warnings:**"));
  });

  it("lists each warning under the headline with its section, where it has the same mark", () => {
    const lines = renderedReview("drift").split("\n");
    expect(lines.slice(3, 8)).toEqual([
      "1 resource has lost data outside of Terraform. **3 warnings:**",
      "",
      "- ⚠️ Changed outside of Terraform: `database-security-group-dev` has an ingress rule for `0.0.0.0/0` on tcp 5432: no configuration knows it, and no deploy removes it; remove it: `aws ec2 revoke-security-group-ingress --group-id sg-03de49b62bd768088 --ip-permissions 'IpProtocol=tcp,FromPort=5432,ToPort=5432,IpRanges=[{CidrIp=0.0.0.0/0}]'`",
      "- ⚠️ Changed outside of Terraform: `application-role-blue-dev` has the policy `just-for-today`: no configuration knows it, and no deploy removes it",
      "- ⚠️ Changed outside of Terraform: by hand: `aws_cloudwatch_log_group.blue_task_log_group`: `retention_in_days`: `3` → `1`, so AWS deletes data sooner",
    ]);
    const section = lines.slice(lines.indexOf("#### Changed outside of Terraform"));
    expect(section.filter((line) => line.includes("⚠️"))).toHaveLength(3);
  });

  it("names the outputs that change, with their values", () => {
    const text = renderedReview("database-replacement");
    expect(text).toContain("\n#### Outputs that change\n\n`database_name`, `database_reader_endpoint`, ");
    expect(text).toContain('\n- database_name = "transactions"\n+ database_name = "ledger"\n');
  });

  it("folds what is expected, and leads with what a person has to decide", () => {
    const lines = renderedReview("first-deployment").split("\n");
    expect(lines[5]).toBe(
      "- ⚠️ Exposure: `alb-security-group-dev` becomes reachable from `0.0.0.0/0` on tcp 80",
    );
    expect(lines.filter((line) => line.startsWith("#### "))).toEqual([
      "#### Exposure",
      "#### Traffic",
      "#### Access",
      "#### Monthly cost",
      "#### Outputs that change",
      "#### Every change",
    ]);
    const at = lines.indexOf("#### Access");
    expect(lines[at + 2]).toBe("<details><summary>88 rows, none of them a warning</summary>");
    expect(lines.join("\n")).not.toContain("| create | update |");
  });

  it("never folds a warning", () => {
    const policy = (count: number) => ({
      role: "app-role-dev",
      policy: JSON.stringify({
        Statement: Array.from({ length: count }, (_, at) => ({
          Effect: "Allow",
          Action: at === 17 ? "s3:*" : "s3:GetObject",
          Resource: `arn:aws:s3:::bucket-${at}/*`,
        })),
      }),
    });
    const review = reviewOf({ changes: [changeOf("aws_iam_role_policy.one", null, policy(30))] });
    const [, access = ""] = comment(review, DIGEST).split("#### Access");
    const [shown, folded = ""] = access.split("<details>");
    expect(shown).toContain("| `app-role-dev` | ⚠️ gains | `s3:*` | `arn:aws:s3:::bucket-17/*` |  |");
    expect(folded).toContain("<summary>29 more rows, none of them a warning</summary>");
    expect(folded).not.toContain("⚠️");
  });

  it("has what is lost and holds data in sight, and the rest of it folded", () => {
    const text = renderedReview("database-replacement");
    const [head = "", rest = ""] = text.split("<details><summary>3 resources without data</summary>");
    expect(head.match(/\*\*blocks this plan\*\*/g)).toHaveLength(3);
    expect(rest.split("</details>")[0]?.match(/^- replaced /gm)).toHaveLength(3);
  });
});
