import type { Stage } from "./release-stage";

const MODIFY = "elasticloadbalancing:ModifyListener";
const START = ["start", "--to", "green", "--yes"];
const DIRECT = "npm run release -- rollback --direct --to blue --suffix rel";

/** Something that a release or its way back needs is down, denied or corrupt: what each message advises works. */
export function broken(stage: () => Stage): void {
  const rolledBack = [0, expect.stringMatching(/(^|\n)all traffic is on blue\n/)];
  const rollback = async (...more: string[]) => {
    const { code, output } = await stage().release("rollback", ...more);
    return [code, output];
  };

  it("expired credentials: commands are refused, and the release goes on", async () => {
    const release = stage().start(...START, "--steps", "40,60");
    await stage().isAt(40);
    stage().commands.fails = () => "ExpiredToken";
    await release.said("cannot be read: ExpiredToken");
    const pause = await stage().release("pause");
    expect([pause.code, pause.output]).toEqual([
      2,
      expect.stringContaining("the AWS credentials have expired: sign in again\n"),
    ]);
    expect(await rollback()).toEqual([
      5,
      expect.stringMatching(
        /the AWS credentials have expired: sign in again\nNOT rolled back, as far as is known; /,
      ),
    ]);
    await stage().isAt(60);
    stage().commands.heal();
    expect(await rollback()).toEqual(rolledBack);
    expect((await release.ended).code).toBe(3);
  });

  it("the controller may not move the listener: 5, and the way past it that status advises works", async () => {
    stage().functions.fails = (action) => (action === MODIFY ? "AccessDenied" : undefined);
    const release = await stage().release(...START);
    expect([release.code, release.output]).toEqual([
      5,
      expect.stringContaining("NOT rolled back: blue 80 %, green 20 %; the controller tries every minute"),
    ]);
    expect((await stage().release("status")).output).toContain(
      `move all traffic without the controller: ${DIRECT}\n`,
    );
    expect(await rollback("--direct", "--to", "blue")).toEqual([
      0,
      expect.stringMatching(/^all traffic is on blue\nthe controller knows of this rollback, /),
    ]);
    await stage().isAt(0);
    expect((await stage().document())?.phase).toBe("held");
    stage().functions.heal();
    expect((await stage().release("repair", "--yes")).output).toBe(
      "the controller goes on from blue 100 %, green 0 %\n",
    );
    await stage().reaches("idle");
  });

  it("a deploy holds the lock: rollback moves all the same, and warns", async () => {
    await stage().aws.holdLock("deploy");
    const [code, output] = await rollback("--to", "blue");
    expect([code, output]).toEqual(rolledBack);
    expect(output).toContain(
      "warning: arn:aws:iam::123456789012:user/deployer holds the environment for a deploy; ",
    );
    await stage().isAt(0);
  });

  it("release.json and the lock are corrupt: rollback moves; the document is kept aside", async () => {
    await stage().aws.holdLock("unreadable");
    await stage().aws.write("rel/release.json", "{");
    expect(await rollback("--to", "blue")).toEqual(rolledBack);
    await stage().isAt(0);
    expect(await stage().aws.text("rel/release.unreadable.json")).toBe("{");
  });

  it("a maintenance page stands on the listener: rollback takes it away", async () => {
    await stage().aws.showMaintenance();
    await stage().reaches("foreign");
    const status = await stage().release("status");
    expect(status.output).toContain(
      "the listener forwards to no color (a maintenance page, or other target groups)",
    );
    expect(await rollback("--to", "blue")).toEqual(rolledBack);
    await stage().isAt(0);
  });

  it("S3 is down for the controller: rollback ends with 5 and prints the way past it, which works", async () => {
    await stage().begin();
    await stage().isAt(40);
    stage().functions.fails = (action) => (action.startsWith("s3:") ? "Unavailable" : undefined);
    expect(await rollback("--to", "blue")).toEqual([
      5,
      expect.stringContaining(`assume the operator or the break-glass role and run: ${DIRECT}\n`),
    ]);
    expect(await stage().aws.green()).toMatchObject({ live: 40 });
    const [code, output] = await rollback("--direct", "--to", "blue");
    expect([code, output]).toEqual([
      5, // until the controller knows, it would take traffic back
      expect.stringMatching(/^all traffic is on blue\n.*the controller could NOT be told/s),
    ]);
    expect(await stage().aws.green()).toEqual({ live: 0, recorded: 0 });
    stage().functions.heal();
    const advised = (output as string).match(
      /when the controller works again, run: npm run release -- (rollback --to blue) --suffix rel\n/,
    );
    expect(await rollback(...(advised?.[1] ?? "").split(" ").slice(1))).toEqual(rolledBack);
    await stage().isAt(0);
    await stage().reaches("settling", "idle");
  });

  it("SSM is down for the controller: rollback moves, and the record follows", async () => {
    await stage().begin();
    await stage().isAt(40);
    stage().functions.fails = (action) => (action.startsWith("ssm:") ? "Unavailable" : undefined);
    expect(await rollback()).toEqual(rolledBack);
    expect(await stage().aws.green()).toEqual({ live: 0, recorded: 40 });
    stage().functions.heal();
    await stage().isAt(0);
  });

  it("rollback to the candidate of the release under way is refused", async () => {
    await stage().begin();
    await stage().isAt(40);
    expect(await rollback("--to", "green")).toEqual([
      2,
      "green is the candidate of the release under way, and rollback goes to blue: promote sends all traffic to green\n",
    ]);
    expect((await stage().aws.green()).live).toBeGreaterThanOrEqual(40); // the release goes on
  });
}
