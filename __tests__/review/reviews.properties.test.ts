import { readFileSync } from "node:fs";
import { join } from "node:path";
import { newLock } from "../../src/lock/lock";
import { COMMENT_BYTES } from "../../src/review/comment";
import { terminalReview } from "../../src/review/for-terminal";
import { reviewJson } from "../../src/review/json";
import { LISTENER } from "../../src/review/routes";
import { plain } from "../../src/review/text";
import { warnings } from "./made-up-plan";
import { PLANTED, RECORDINGS, recorded, renderedReview, reviewed } from "./recorded/recordings";

/** The recordings contain no listener rules. */
const LOOKED_AT =
  " (no listener, rule, target group, record or load balancer changes where requests go; rules made by hand were not looked for: this role may not list them)";
const CLUSTER = "aws_rds_cluster.database_cluster";
const INSTANCES = ["a", "b"].map((zone) => `aws_rds_cluster_instance.database_instance_us_east_1${zone}`);

// A review of a recording takes a good part of a second, so all properties of the recordings are tested in this file.
describe.each(RECORDINGS.map(({ name }) => name))("the review of the recorded plan %s", (name) => {
  const review = reviewed(name);
  const shown = (columns: number) => terminalReview(review, { columns, color: false });

  it("is the one that was read and committed", () => {
    const committed = readFileSync(join(__dirname, "recorded", `${name}.md`), "utf8");
    expect(renderedReview(name)).toBe(committed);
  });

  it("fits into a comment", () => {
    const text = renderedReview(name);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(COMMENT_BYTES);
    expect(text.length).toBeLessThanOrEqual(65_536);
  });

  it("has no table that GitHub cuts off, closes each fold, and shows at most forty lines before the changes one by one", () => {
    const lines = renderedReview(name).split("\n");
    const widths = (line: string) =>
      line
        .replace(/`|⚠️ /g, "")
        .split(" ")
        .map(({ length }) => length);
    const rows = lines.filter((line) => line.startsWith("| "));
    expect(rows.filter((row) => Math.max(...widths(row)) > 60)).toEqual([]);
    const count = (what: string) => lines.filter((line) => line.startsWith(what)).length;
    expect(count("<details>")).toBe(count("</details>"));
    let depth = 0;
    const open = lines.slice(0, lines.indexOf("#### Every change")).filter((line) => {
      depth += Number(line.startsWith("<details>")) - Number(line.startsWith("</details>"));
      return depth === 0 && line !== "" && line !== "</details>";
    });
    expect(open.length).toBeLessThanOrEqual(40);
  });

  it("is as JSON what JSON can say, without Markdown or a secret", () => {
    const json = reviewJson(review);
    const text = JSON.stringify(json);
    expect(JSON.parse(text)).toEqual(json);
    expect(text).not.toMatch(/`|\*\*|<br>|<details>|⚠️/);
    expect(text).not.toContain(PLANTED);
  });

  it.each([60, 100, 200])(
    "has in a terminal no line that is longer than %i columns, unless a word is",
    (columns) => {
      const long = shown(columns)
        .split("\n")
        .filter((line) => line.length > columns)
        // An address is on the same line as its sign.
        .filter((line) => !/^ {2}[±~→+…-] \w+ \S+$/.test(line) && /\S\s+\S/.test(line));
      expect(long).toEqual([]);
    },
  );

  it.each([60, 100, 200, Number.POSITIVE_INFINITY])(
    "has in a terminal no Markdown at %d columns",
    (columns) => {
      expect(shown(columns)).not.toMatch(/`|^#|^\s*\||\*\*|<br>|<\/?(details|summary|sub)>|⚠️/m);
    },
  );

  it("names in a terminal every resource that changes, every warning and every loss that blocks, but no secret", () => {
    const text = shown(60);
    const words = new Set(text.split(/[\s,]+/));
    const changed = JSON.parse(recorded(name).planJson)
      .resource_changes.filter(
        ({ change }: { change: { actions: string[] } }) => !/no-op|read/.test(change.actions.join()),
      )
      .map(({ address }: { address: string }) => address);
    expect(changed).not.toHaveLength(0);
    expect(changed.filter((address: string) => !words.has(address))).toEqual([]);
    const flat = text.replace(/\s+/g, " ");
    for (const warning of warnings(review)) expect(flat).toContain(` ! ${warning} `);
    for (const address of review.blocking) expect(flat).toContain(`${address}, holds data: blocks this plan`);
    expect(text).not.toContain(PLANTED);
  });
});

describe("a first deployment", () => {
  const review = reviewed("first-deployment");

  it("only adds, and warns of nothing but the world that may call the load balancer", () => {
    const added = JSON.parse(recorded("first-deployment").planJson).resource_changes.filter(
      ({ change }: { change: { actions: string[] } }) => change.actions[0] === "create",
    ).length;
    expect(review.counts).toEqual({ create: added, update: 0, replace: 0, destroy: 0, forget: 0 });
    expect([review.verdict, review.blocking, review.losses]).toEqual(["changes", [], []]);
    expect(warnings(review)).toEqual(["alb-security-group-dev becomes reachable from 0.0.0.0/0 on tcp 80"]);
  });

  it("names what every role gains although its policy is not wholly known yet", () => {
    const text = renderedReview("first-deployment");
    expect(text).toContain("- `application-role-blue-dev` gains `rds-db:connect` on ");
    expect(text).not.toContain("is known only after the apply");
  });
});

describe("an image change", () => {
  it("on the color with most of the traffic is a warning", () => {
    const review = reviewed("image-change");
    expect(review.verdict).toBe("changes");
    expect(warnings(review)).toEqual([
      "blue (80 % of the requests) gets other tasks: image: ghcr.io/stefanprodan/podinfo:6.7.1 → ghcr.io/stefanprodan/podinfo:6.9.4: blue carries the most traffic, so this deployment reaches users without a release; instead, deploy the image to green, and then start a release to green",
    ]);
  });
});

describe("a weights change", () => {
  it("shows both weights, and that it moves nothing", () => {
    const review = reviewed("weights-change");
    expect(review.counts).toEqual({ create: 0, update: 1, replace: 0, destroy: 0, forget: 0 });
    expect(warnings(review)).toEqual([
      'the configured weights change from blue 80 %, green 20 % to blue 30 %, green 70 %, which moves no traffic: to move it, run npm run release -- set --green 70; to keep the present weights, write "weights": { "blue": 80, "green": 20 } into environments/dev.json',
    ]);
  });

  it("that only follows a release is no warning", () => {
    const { planJson, ...rest } = recorded("weights-change");
    const plan = JSON.parse(planJson);
    const listener = plan.resource_changes.find(({ address }: { address: string }) => address === LISTENER);
    for (const side of [listener.change.before, listener.change.after]) {
      const [blue, green] = side.default_action[0].forward[0].target_group;
      [blue, green].forEach((group) => {
        group.weight = group.arn.includes("-green-") ? 70 : 30;
      });
    }
    const review = reviewed("weights-change", { ...rest, planJson: JSON.stringify(plan) });
    expect(warnings(review)).toEqual([]);
    expect(
      review.sections.flatMap(({ findings }) => findings.map(({ sentence }) => plain(sentence))),
    ).toEqual([
      `stays at blue 30 %, green 70 %${LOOKED_AT}`,
      "the configured weights become blue 30 %, green 70 %, and the listener routes traffic with these weights already",
      "listeners and listener rules made by hand were not looked for: this role may not list listener rules",
    ]);
  });

  it("is a warning where the listener moves: somebody wrote the parameter past any release", () => {
    const { planJson, ...rest } = recorded("weights-change");
    const plan = JSON.parse(planJson);
    const { change } = plan.resource_changes.find(({ address }: { address: string }) => address === LISTENER);
    for (const group of change.after.default_action[0].forward[0].target_group) {
      group.weight = group.arn.includes("-green-") ? 70 : 30;
    }
    expect(warnings(reviewed("weights-change", { ...rest, planJson: JSON.stringify(plan) }))[0]).toBe(
      "moves from blue 80 %, green 20 % to blue 30 %, green 70 % at once, without steps or release alarms",
    );
  });
});

describe("a replacement of the database", () => {
  it("is blocked, by the cluster and by both instances, and says what forces it", () => {
    const { verdict, blocking } = reviewed("database-replacement");
    expect([verdict, blocking]).toEqual(["blocked", [CLUSTER, ...INSTANCES]]);
    expect(renderedReview("database-replacement")).toContain(
      `- ⛔ replaced \`${CLUSTER}\` (\`database_name\`: \`transactions\` → \`ledger\`), holds data: **blocks this plan**`,
    );
  });

  it("stays blocked until each is allowed by its address", () => {
    expect(reviewed("database-replacement", { allowed: [CLUSTER] }).blocking).toEqual(INSTANCES);
    expect(reviewed("database-replacement", { allowed: ["*", "aws_rds_cluster"] }).verdict).toBe("blocked");
    expect(reviewed("database-replacement", { allowed: [CLUSTER, ...INSTANCES] }).verdict).toBe("changes");
  });
});

describe("an opened security group", () => {
  it("is a warning in words", () => {
    expect(warnings(reviewed("opened-security-group"))).toEqual([
      "database-security-group-dev becomes reachable from 0.0.0.0/0 on tcp 5432",
    ]);
  });
});

describe("a widened role", () => {
  it("is a warning, and shows only what is gained", () => {
    expect(warnings(reviewed("widened-role"))).toEqual(["application-role-blue-dev gains s3:* on *"]);
    const rows = renderedReview("widened-role")
      .split("\n")
      .filter((line) => line.startsWith("|") && line.includes("application-role-blue-dev"));
    expect(rows).toEqual(["| `application-role-blue-dev` | ⚠️ gains | `s3:*` | `*` |  |"]);
  });
});

describe("a planted secret", () => {
  it("is in the plan, and not in its review", () => {
    const { planJson } = recorded("secret");
    expect(planJson.split(PLANTED).length - 1).toBeGreaterThanOrEqual(2);
    expect(renderedReview("secret")).not.toContain(PLANTED);
    expect(renderedReview("secret")).toContain("aws_ssm_parameter.planted");
  });
});

describe("drift", () => {
  it("is what somebody changed by hand, in what the configuration governs and beside it", () => {
    const review = reviewed("drift");
    expect(warnings(review)).toEqual([
      "database-security-group-dev has an ingress rule for 0.0.0.0/0 on tcp 5432: no configuration knows it, and no deploy removes it; remove it: aws ec2 revoke-security-group-ingress --group-id sg-03de49b62bd768088 --ip-permissions 'IpProtocol=tcp,FromPort=5432,ToPort=5432,IpRanges=[{CidrIp=0.0.0.0/0}]'",
      "application-role-blue-dev has the policy just-for-today: no configuration knows it, and no deploy removes it",
      "by hand: aws_cloudwatch_log_group.blue_task_log_group: retention_in_days: 3 → 1, so AWS deletes data sooner",
    ]);
    expect(review.byHand).toEqual({ dangers: 3, lost: 1 });
  });

  it("is not what a release moved, which a plan leaves alone", () => {
    expect(renderedReview("drift")).toContain("- stays at blue 40 %, green 60 % (no listener, ");
  });

  it("is nothing right after a deployment, whatever the provider filled in", () => {
    expect(renderedReview("image-change")).not.toContain("Changed outside of Terraform");
  });
});

describe("the end of an environment", () => {
  it("is blocked by everything that holds data, and by nothing else", () => {
    const { verdict, counts, blocking } = reviewed("destroy");
    expect(verdict).toBe("blocked");
    expect(counts.destroy).toBeGreaterThan(90);
    expect([...new Set(blocking.map((address) => address.split(".")[0]))].sort()).toEqual([
      "aws_cloudwatch_log_group",
      "aws_rds_cluster",
      "aws_rds_cluster_instance",
      "aws_s3_bucket",
    ]);
  });
});

describe("who else is at work", () => {
  const lock = newLock("release", "arn:aws:sts::123456789012:assumed-role/releaser-role-dev/ada");

  it("is said: a release in flight", () => {
    expect(warnings(reviewed("image-change", { lock }))[0]).toBe(
      `a release is under way (${lock.who} since ${lock.since}): this plan was made between two steps of that release, and cannot be applied until the release has ended`,
    );
  });

  it("is said: somebody unknown", () => {
    expect(warnings(reviewed("image-change", { lock: "unreadable" }))[0]).toMatch(
      /^the environment's lock is unreadable: somebody may be deploying or releasing now, /,
    );
  });

  it("is said: a deploy", () => {
    expect(warnings(reviewed("image-change", { lock: { ...lock, operation: "deploy" } }))[0]).toBe(
      `a deploy is under way (${lock.who} since ${lock.since}): this plan may be stale already`,
    );
  });
});

describe("a weight parameter that is gone while the listener stands", () => {
  it("is a warning: making it anew would move traffic", () => {
    const { planJson, traffic, ...rest } = recorded("weights-change");
    const plan = JSON.parse(planJson);
    const parameter = plan.resource_changes.find(
      ({ address }: { address: string }) => address === "aws_ssm_parameter.traffic_split_parameter",
    );
    parameter.change = { ...parameter.change, actions: ["create"], before: null };
    const review = reviewed("weights-change", {
      ...rest,
      planJson: JSON.stringify(plan),
      traffic: { ...traffic, parameter: null },
    });
    expect(warnings(review)).toContainEqual(
      'the weight parameter is missing: this plan would create it and move traffic to the configured weights; first run "npm run release -- repair", which records the present weights',
    );
  });
});
