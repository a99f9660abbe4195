import { CannotLookError, type Check, runChecks } from "../../src/doctor/check";
import { cannotKnow, fail, pass, type Row } from "../../src/doctor/finding";
import { reportJson, reportText } from "../../src/doctor/report";
import { painted } from "../../src/terminal/appearance";

const answer = async (check: Omit<Check<object>, "name">) => {
  const [row] = await runChecks([{ name: "it", ...check }], {});
  return row?.finding;
};

const throws = (name: string, message: string) => async () => {
  throw Object.assign(new Error(message), { name });
};

describe("a check", () => {
  it("that breaks is a cannot know, and stops no other", async () => {
    const rows = await runChecks(
      [
        { name: "breaks", look: throws("TypeError", "x is undefined") },
        { name: "works", look: async () => pass("yes") },
      ],
      {},
    );
    expect(rows).toEqual([
      { check: "breaks", finding: cannotKnow("TypeError: x is undefined") },
      { check: "works", finding: pass("yes") },
    ]);
  });

  it("that throws before it waits stops no other either", async () => {
    const look = () => {
      throw new Error("at once");
    };
    expect(await answer({ look })).toEqual(cannotKnow("Error: at once"));
  });

  it("that hangs is given up, and told so", async () => {
    let told: AbortSignal | undefined;
    const look = (_: object, signal: AbortSignal) => {
      told = signal;
      return new Promise<never>(() => {});
    };
    expect(await answer({ look, seconds: 0.01 })).toEqual(cannotKnow("no answer within 0.01 seconds"));
    expect(told?.aborted).toBe(true);
  });

  it.each([
    [
      "AccessDenied",
      "User: arn:aws:iam::123456789012:user/u is not authorized to perform: iam:GetRole on resource: x",
    ],
    ["UnauthorizedOperation", "You are not authorized to perform: iam:GetRole."],
  ])("that may not look names the permission which AWS names: %s", async (name, message) => {
    expect(await answer({ calls: ["iam:ListRoles"], look: throws(name, message) })).toEqual(
      cannotKnow("not allowed: these credentials lack iam:GetRole"),
    );
  });

  it("that may not look names all permissions that it needs where AWS names none", async () => {
    const calls = ["s3:ListBucket", "s3:GetBucketPolicy"] as const;
    expect(await answer({ calls, look: throws("Forbidden", "UnknownError") })).toEqual(
      cannotKnow("not allowed: these credentials lack s3:ListBucket or s3:GetBucketPolicy"),
    );
  });

  it("that cannot begin says only why", async () => {
    const look = async () => {
      throw new CannotLookError("no AWS identity, see above");
    };
    expect(await answer({ look })).toEqual(cannotKnow("no AWS identity, see above"));
  });
});

describe("the report", () => {
  const rows: Row[] = [
    {
      check: "Terraform",
      finding: fail('"terraform" is Terraform 1.5.7, which is too old', "install Terraform 1.11"),
    },
    { check: "passes", finding: pass("yes") },
    {
      check: "Fargate vCPU",
      finding: cannotKnow("not allowed: these credentials lack servicequotas:GetServiceQuota"),
    },
  ];

  it.each([60, 200])("fits %d columns, and says what to do", (columns) => {
    const text = reportText(rows, { columns, color: false });
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(text).toMatchSnapshot();
  });

  it("colors the answer, and not the check's name", () => {
    const line = reportText(rows, { columns: 200, color: true }).split("\n")[3];
    expect(line).toBe(`  passes        ${painted("pass", "green")}         yes`);
  });

  it("shows nothing that a terminal would obey", () => {
    const text = reportText([{ check: "x", finding: pass("\u001b[2J") }], { columns: 200, color: false });
    expect(text).toContain("\\u001b[2J");
  });

  it("counts for scripts", () => {
    expect(reportJson(rows)).toMatchObject({ pass: 1, fail: 1, cannotKnow: 1 });
    expect(reportJson(rows).checks[0]).toEqual({
      check: "Terraform",
      answer: "fail",
      text: '"terraform" is Terraform 1.5.7, which is too old',
      toDo: "install Terraform 1.11",
    });
  });
});
