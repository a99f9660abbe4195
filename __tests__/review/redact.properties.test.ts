import fc from "fast-check";
import { comment } from "../../src/review/comment";
import { terminalReview } from "../../src/review/for-terminal";
import { reviewJson } from "../../src/review/json";
import { reviewOfPlan } from "../../src/review/of-plan";
import { REDACTED, redact } from "../../src/review/redact";
import type { Json, TerraformPlan } from "../../src/review/terraform-plan";
import { printable } from "../../src/terminal/printable";

// The characters include those that Markdown, JSON and HTML escape.
const secrets = fc
  .string({ unit: fc.constantFrom(...'abcXYZ019"\\`|<>&\n$*_'.split("")), minLength: 8, maxLength: 40 })
  .map((text) => `s3cr3t${text}`)
  .filter((text) => !REDACTED.includes(text));
const names = fc.stringMatching(/^[a-z]{1,8}$/);
const values = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json>(null, true, 3, "text"),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3 }),
  ),
})).value;

/** A value that contains the secret somewhere, and the map that marks the place as sensitive. */
const planted = (secret: string): fc.Arbitrary<{ value: Json; mask: Json }> =>
  fc
    .tuple(
      fc.constantFrom<Json>(secret, [secret], { inner: secret }, `in the middle ${secret} of it`),
      fc.array(fc.tuple(fc.boolean(), names, values), { maxLength: 3 }),
    )
    .map(([leaf, wraps]) =>
      wraps.reduce<{ value: Json; mask: Json }>(
        ({ value, mask }, [isList, name, other]) =>
          isList
            ? { value: [other, value], mask: [false, mask] }
            : { value: { [`${name}x`]: other, [name]: value }, mask: { [name]: mask } },
        { value: leaf, mask: true },
      ),
    );

const actions = fc.constantFrom(["create"], ["update"], ["delete"], ["delete", "create"], ["no-op"]);
const types = fc.constantFrom(
  "aws_iam_role_policy",
  "aws_iam_role",
  "aws_rds_cluster",
  "aws_vpc_security_group_ingress_rule",
  "aws_lb_listener",
  "aws_ecs_task_definition",
  "aws_security_group",
);

/** Values that a review parses, so that secrets in them are tested too. */
const attribute = fc.constantFrom(
  "policy",
  "assume_role_policy",
  "cidr_ipv4",
  "name",
  "role",
  "database_name",
  "container_definitions",
  "ingress",
  "default_action",
);

function reviewsOf(plan: TerraformPlan, configuration: object = { resource: {} }): string {
  const made = reviewOfPlan({
    suffix: "dev",
    accountId: "123456789012",
    planJson: JSON.stringify(plan),
    configurationJson: JSON.stringify(configuration),
    traffic: { parameter: null, weights: {} },
    lock: undefined,
    allowed: [],
  });
  return [
    comment(made, "sha256:0"),
    terminalReview(made, { columns: Number.POSITIVE_INFINITY, color: false }),
    JSON.stringify(reviewJson(made)),
    JSON.stringify(made),
  ].join("\n");
}

/** The forms in which a text could still be read. */
const forms = (secret: string) => [
  printable(secret),
  secret,
  secret.replace(/\s+/g, " "),
  JSON.stringify(secret).slice(1, -1),
  secret.replaceAll("|", "\\|").replace(/\s+/g, " "),
];

function plan(type: string, change: Partial<TerraformPlan["resource_changes"]> | object): TerraformPlan {
  const whole = {
    address: `${type}.one`,
    mode: "managed" as const,
    type,
    change: {
      actions: ["update"],
      before: null,
      after: null,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
      ...change,
    },
  };
  return {
    format_version: "1.2",
    complete: true,
    errored: false,
    applyable: true,
    resource_changes: [whole],
    resource_drift: [whole],
  };
}

describe("a secret", () => {
  it("that the plan's maps name is in no output, wherever it stands", () => {
    const cases = secrets.chain((secret) =>
      fc.record({
        secret: fc.constant(secret),
        type: types,
        actions,
        attribute,
        before: planted(secret),
        after: planted(secret),
        replacePath: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(cases, ({ secret, type, actions, attribute, before, after, replacePath }) => {
        const text = reviewsOf(
          plan(type, {
            actions,
            before: actions[0] === "create" ? null : { [attribute]: before.value },
            after: actions[0] === "delete" && actions.length === 1 ? null : { [attribute]: after.value },
            before_sensitive: { [attribute]: before.mask },
            after_sensitive: { [attribute]: after.mask },
            ...(replacePath && { replace_paths: [[attribute]] }),
          }),
        );
        for (const form of forms(secret)) expect(text).not.toContain(form);
      }),
      { numRuns: 300 },
    );
  });

  it("in a container's environment is in no output, when its name or its form says so", () => {
    const cases = fc.record({
      secret: secrets,
      name: fc.constantFrom("DB_PASSWORD", "api_key", "Stripe_Secret", "SESSION_TOKEN", "privateKey"),
      known: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ secret, name, known }) => {
        const container_definitions = JSON.stringify([
          { name: "blue", image: "a:1", environment: [{ name, value: secret }] },
        ]);
        const change = known
          ? { before: { container_definitions: "[]" }, after: { container_definitions } }
          : {
              before: { container_definitions: "[]" },
              after: {},
              after_unknown: { container_definitions: true },
            };
        const text = reviewsOf(plan("aws_ecs_task_definition", change), {
          resource: { aws_ecs_task_definition: { one: { container_definitions } } },
        });
        for (const form of forms(secret)) expect(text).not.toContain(form);
      }),
    );
  });

  it.each(["postgres://app:s3cr3tpw@db/x", "AKIAIOSFODNN7EXAMPLE", "-----BEGIN RSA PRIVATE KEY-----\nMII"])(
    "is known by its form: %s",
    (value) => {
      const container_definitions = JSON.stringify([{ environment: [{ name: "SETTING", value }] }]);
      expect(reviewsOf(plan("aws_ecs_task_definition", { after: { container_definitions } }))).not.toContain(
        JSON.stringify(value).slice(1, -1),
      );
    },
  );

  it("on a container's command line is known by its form", () => {
    const container_definitions = JSON.stringify([
      { command: ["migrate", "--password=s3cr3t-and-long", "up"] },
    ]);
    const text = reviewsOf(plan("aws_ecs_task_definition", { after: { container_definitions } }));
    expect(text).not.toContain("s3cr3t-and-long");
    expect(text).toContain("migrate");
  });

  it("that the maps name in one place is taken out of every other", () => {
    const text = reviewsOf(
      plan("aws_rds_cluster", {
        before: { master_password: "s3cr3t-and-long", description: "it is s3cr3t-and-long" },
        after: { master_password: "s3cr3t-and-long", description: "changed" },
        before_sensitive: { master_password: true },
        after_sensitive: { master_password: true },
      }),
    );
    expect(text).not.toContain("s3cr3t-and-long");
    expect(text).toContain(`it is ${REDACTED}`);
  });

  it("that the maps name is taken out of a tag's name", () => {
    const secret = { master_password: "s3cr3t-and-long" };
    const text = reviewsOf(
      plan("aws_rds_cluster", {
        before: { ...secret, tags: { "s3cr3t-and-long": "one" } },
        after: { ...secret, tags: { "s3cr3t-and-long": "two" } },
        before_sensitive: { master_password: true },
        after_sensitive: { master_password: true },
      }),
    );
    expect(text).not.toContain("s3cr3t-and-long");
    expect(text).toContain("two");
  });
});

describe("what is not secret", () => {
  it("stays as it is", () => {
    fc.assert(
      fc.property(values, (value) => {
        const before = { settings: value };
        const { everywhere } = redact(plan("aws_rds_cluster", { before, after: before }), {});
        expect(everywhere.plan.resource_changes?.[0]?.change.before).toEqual(before);
      }),
    );
  });
});
