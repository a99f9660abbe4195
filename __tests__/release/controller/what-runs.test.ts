import { ECSClient } from "@aws-sdk/client-ecs";
import { whatRunsInTheEnd } from "../../../src/release/controller/follow";
import { type WhatRuns, whatRuns } from "../../../src/release/controller/what-runs";
import { type Answer, madeUpAws } from "../../support/made-up-aws";
import { type MadeUpService, madeUpEcs } from "../../support/made-up-ecs";

const GREEN = {
  cluster: "ecs-cluster-x1",
  service: "ecs-service-green-x1",
  configured: "task-definition-green-x1",
};
const SEVEN = "task-definition-green-x1:7 (app:7)";
const BEHIND = `task-definition-green-x1:6 (app:6) runs, and ${SEVEN} was deployed`;
const UNKNOWN = `task-definition-green-x1:6 (app:6) runs, and the newest active revision is ${SEVEN}. If nobody deploys now: deploy again, if that revision has to run; or, if "npm run plan" shows no changes, Terraform does not know that revision, and the deployer can remove it: aws ecs deregister-task-definition --task-definition task-definition-green-x1:7`;
const BEGAN = new Date(1_000_000_000);
const LATER = BEGAN.getTime() / 1000 + 60;
const EARLIER = BEGAN.getTime() / 1000 - 3600;

const calls: string[] = [];
function clientOf(answer: (action: string, input: Readonly<Record<string, unknown>>) => Answer): ECSClient {
  calls.length = 0;
  const ecs = (action: string, input: Readonly<Record<string, unknown>>) => {
    calls.push(action);
    return answer(action, input);
  };
  return new ECSClient(madeUpAws({ ecs }));
}
const of = (service: MadeUpService) => clientOf(madeUpEcs(() => service));
const looked = (service: MadeUpService, since?: Date) => whatRuns(of(service), { ...GREEN, since });
const endedAs = (status: string, more: Partial<MadeUpService> = {}): MadeUpService => ({
  deployments: [[{ status, createdAt: LATER, statusReason: "briefly", more: {} }]],
  ...more,
});

describe("what runs is what was deployed", () => {
  it("where the newest deployment succeeded", async () => {
    const version = { taskDefinition: "task-definition-green-x1:7", image: "app:7" };
    expect(await looked(endedAs("SUCCESSFUL"), BEGAN)).toEqual({
      ending: "succeeded",
      running: version,
      configured: version,
      runningTasks: 2,
      desiredTasks: 2,
      progress: "ECS watches 2 new tasks and stops the old ones",
      isNew: true,
      problems: [],
      earlier: undefined,
    });
    expect(calls).not.toContain("DescribeServiceDeployments");
  });

  it.each<[string, MadeUpService]>([
    ["of which ECS knows no deployment: it is older than their history", { deployments: [[]] }],
    ["with no task at all", { desired: 0, tasks: [] }],
    ["whose task has not started yet", { tasks: [{}, { lastStatus: "PROVISIONING" }] }],
    ["whose digests ECS does not tell", { tasks: [{ lastStatus: "PENDING" }] }],
  ])("in a service %s", async (_which, service) => {
    expect((await looked(service, BEGAN)).problems).toEqual([]);
  });

  it("where an earlier deployment of it was rolled back, and this apply did not change it", async () => {
    const earlier = { deployments: [[{ status: "ROLLBACK_SUCCESSFUL", createdAt: EARLIER }]] };
    expect(await looked(earlier, BEGAN)).toMatchObject({
      ending: "rolled back",
      isNew: false,
      problems: [],
      earlier: "1970-01-12T12:46:40.000Z, ECS rolled its deployment back: no reason given",
    });
    expect((await looked(endedAs("ROLLBACK_SUCCESSFUL"))).problems).toEqual([]);
  });

  it("where the newest deployment is on another page, and not the last in it", async () => {
    const at = (status: string, createdAt: number) => ({ status, createdAt });
    const deployments = [
      [at("ROLLBACK_SUCCESSFUL", LATER)],
      [at("SUCCESSFUL", LATER + 1), at("STOPPED", LATER - 1)],
    ];
    expect(await looked({ deployments }, BEGAN)).toMatchObject({ ending: "succeeded", problems: [] });
    expect(calls.filter((it) => it === "ListServiceDeployments")).toHaveLength(2);
  });
});

describe("what runs is not what was deployed", () => {
  it("where ECS rolled back, in ECS's words", async () => {
    const more = {
      rollback: { reason: "Service deployment rolled back because of a CloudWatch alarm." },
      alarms: { triggeredAlarmNames: ["alarm-green-failed-requests-x1"] },
    };
    const deployments = [[{ status: "ROLLBACK_SUCCESSFUL", createdAt: EARLIER, more }]];
    expect(await looked({ runs: 6, deployed: 7, deployments })).toMatchObject({
      ending: "rolled back",
      running: { taskDefinition: "task-definition-green-x1:6" },
      configured: { taskDefinition: "task-definition-green-x1:7" },
      problems: [
        "ECS rolled its deployment back: Service deployment rolled back because of a CloudWatch alarm.; in ALARM: alarm-green-failed-requests-x1",
        BEHIND,
      ],
    });
  });

  it.each([
    ["ROLLBACK_SUCCESSFUL", "ECS rolled its deployment back: briefly"],
    ["ROLLBACK_FAILED", "ECS gave its deployment up and could not roll it back: briefly"],
    ["STOPPED", "its deployment was stopped: briefly"],
  ])("where this very deployment ended as %s, with the same task definition", async (status, says) => {
    expect((await looked(endedAs(status), BEGAN)).problems).toEqual([says]);
    // The clock of this machine is four minutes ahead.
    expect((await looked(endedAs(status), new Date((LATER + 240) * 1000))).problems).toEqual([says]);
  });

  it("where ECS tells no more of the deployment", async () => {
    const deployments = [[{ status: "STOPPED", createdAt: LATER, statusReason: "by hand" }]];
    expect((await looked({ deployments }, BEGAN)).problems).toEqual(["its deployment was stopped: by hand"]);
  });

  it("where nothing is known of the deployment but what its rollout says", async () => {
    const old = { deployments: [[]], runs: 6, deployed: 7 };
    const failed = { ...old, rollout: "FAILED", rolloutReason: "tasks failed to start" };
    expect((await looked(failed)).problems).toEqual(["its deployment failed: tasks failed to start", BEHIND]);
    expect((await looked({ ...old, rollout: "FAILED" })).problems[0]).toBe(
      "its deployment failed: no reason given",
    );
  });

  it.each([
    ["no deployment is known", []],
    ["the newest deployment succeeded", [{ status: "SUCCESSFUL", createdAt: LATER }]],
  ])(
    "where a newer revision is registered, and no deployment of it failed: %s",
    async (_which, deployments) => {
      expect((await looked({ deployments: [deployments], runs: 6, deployed: 7 }, BEGAN)).problems).toEqual([
        UNKNOWN,
      ]);
    },
  );

  it("where the family has no active revision", async () => {
    expect(await looked({ runs: 6, deployed: "none" })).toMatchObject({
      running: { taskDefinition: "task-definition-green-x1:6" },
      configured: undefined,
      problems: [
        "there is no active revision of task-definition-green-x1, because Terraform could not register a new one; the service still runs task-definition-green-x1:6 (app:6); deploy again",
      ],
    });
  });

  it("where a task of an earlier revision goes on", async () => {
    expect((await looked({ tasks: [{}, { revision: 6 }, { revision: 6 }] })).problems).toEqual([
      `2 of 3 tasks still run task-definition-green-x1:6, and ${SEVEN} was deployed`,
    ]);
  });

  it("where tasks of one tag differ", async () => {
    expect((await looked({ tasks: [{}, { digest: "sha256:bb" }] })).problems).toEqual([
      "its tasks run 2 different images as app:7: sha256:aa, sha256:bb; somebody moved the tag; to prevent this, name the image by its digest",
    ]);
  });

  it("where there is no such service", async () => {
    const gone = looked({ status: "INACTIVE" });
    await expect(gone).rejects.toThrow("there is no service ecs-service-green-x1 in ecs-cluster-x1");
  });
});

describe("a deployment that has not ended", () => {
  it.each([
    ["PENDING", "ECS replaces tasks, 1 of 2 new"],
    ["IN_PROGRESS", "ECS replaces tasks, 1 of 2 new"],
    ["STOP_REQUESTED", "ECS replaces tasks, 1 of 2 new"],
    ["ROLLBACK_REQUESTED", "ECS rolls back"],
    ["ROLLBACK_IN_PROGRESS", "ECS rolls back"],
    ["A_STATUS_OF_NEXT_YEAR", "ECS replaces tasks, 1 of 2 new"],
  ])("%s", async (status, progress) => {
    const tasks = [{}, { revision: 6 }];
    expect(await looked(endedAs(status, { running: 1, tasks }))).toMatchObject({
      ending: "still going",
      progress,
      problems: [`${progress}: its deployment has not ended yet`],
    });
  });

  it.each([
    ["not listed yet", {}],
    ["of a service older than their history", { deployments: [[]] }],
    ["not listed yet, after a rollback", endedAs("ROLLBACK_SUCCESSFUL")],
    ["not listed yet, after one that could not be rolled back", endedAs("ROLLBACK_FAILED")],
    ["not listed yet, after one that was stopped", endedAs("STOPPED")],
  ])("is seen by its rollout where it is %s", async (_why, service) => {
    expect(await looked({ ...service, rollout: "IN_PROGRESS", running: 1 })).toMatchObject({
      ending: "still going",
      problems: ["ECS replaces tasks, 1 of 2 new: its deployment has not ended yet"],
    });
  });

  /**
   * Waits for a deployment.
   *
   * @param looks the results of the first readings; the last one is repeated
   * @returns the ending, the times of the readings in seconds, and the reported progress
   */
  async function followed(looks: readonly (MadeUpService | Answer)[], pace = 1, since?: Date) {
    let [at, look] = [0, -1];
    const [said, times] = [[] as string[], [] as number[]];
    const ecs = clientOf((action, input) => {
      if (action === "DescribeServices") {
        look += 1;
        times.push(at / 1000);
      }
      const now = looks[Math.max(0, Math.min(look, looks.length - 1))] ?? {};
      if (typeof now === "object" && "refused" in now) return now as Answer;
      return madeUpEcs(() => now as MadeUpService)(action, input);
    });
    const ended: WhatRuns | Error = await whatRunsInTheEnd(
      ecs,
      { ...GREEN, since },
      {
        now: () => at,
        sleep: async (milliseconds) => {
          at += milliseconds * pace;
        },
        onLook: ({ ending, progress }) => said.push(ending === "still going" ? progress : ending),
      },
    ).catch((error: Error) => error);
    return { ended, said, times };
  }

  const going = (running: number) => endedAs("IN_PROGRESS", { running, rollout: "IN_PROGRESS" });
  const throttled = { refused: "ThrottlingException", message: "Rate exceeded" };

  it("is followed to its end", async () => {
    const rolledBack = endedAs("ROLLBACK_SUCCESSFUL", { runs: 6, deployed: 7 });
    const back = endedAs("ROLLBACK_IN_PROGRESS", { runs: 6, deployed: 7, rollout: "IN_PROGRESS" });
    const { ended, said, times } = await followed([going(0), going(1), going(2), back, rolledBack]);
    expect(said).toEqual([
      "ECS replaces tasks, 0 of 2 new",
      "ECS replaces tasks, 1 of 2 new",
      "ECS watches 2 new tasks and stops the old ones",
      "ECS rolls back",
      "rolled back",
    ]);
    expect(times).toEqual([0, 5, 10, 15, 20]);
    expect(ended).toMatchObject({ problems: ["ECS rolled its deployment back: briefly", BEHIND] });
  });

  it("is followed for 20 minutes at most", async () => {
    const { ended, times } = await followed([going(1)], 60);
    expect(ended).toMatchObject({
      ending: "still going",
      problems: ["ECS replaces tasks, 1 of 2 new: its deployment has not ended yet"],
    });
    expect(times.at(-1)).toBe(20 * 60);
  });

  it("is followed though nine looks in a row fail, over and over", async () => {
    const fail = Array.from({ length: 9 }, () => throttled);
    const { ended } = await followed([...fail, going(1), ...fail, endedAs("SUCCESSFUL")]);
    expect(ended).toMatchObject({ ending: "succeeded", problems: [] });
  });

  it("is given up where ten looks in a row fail", async () => {
    const { ended, times } = await followed([going(1), throttled]);
    expect(ended).toMatchObject({ name: "ThrottlingException", message: "Rate exceeded" });
    expect(times).toHaveLength(11);
  });

  it("is given up at once where access is denied", async () => {
    const denied = { refused: "AccessDeniedException", message: "not authorized" };
    const { ended, times } = await followed([denied]);
    expect(ended).toMatchObject({ name: "AccessDeniedException" });
    expect(times).toEqual([0]);
  });

  describe("of which ECS does not tell yet", () => {
    const BEFORE = { status: "SUCCESSFUL", createdAt: EARLIER };
    const stale = { runs: 6, deployed: 7, deployments: [[BEFORE]] };
    const NOT_YET = "ECS has not begun its deployment yet";

    it("is waited for", async () => {
      const { ended, said } = await followed([stale, stale, going(1), endedAs("SUCCESSFUL")], 1, BEGAN);
      expect(said).toEqual([NOT_YET, NOT_YET, "ECS replaces tasks, 1 of 2 new", "succeeded"]);
      expect(ended).toMatchObject({ problems: [] });
    });

    it("is waited for, for a minute: then it is as ECS says", async () => {
      const { ended, times } = await followed([stale], 1, BEGAN);
      expect(times.at(-1)).toBe(60);
      expect(ended).toMatchObject({ ending: "succeeded", problems: [UNKNOWN] });
    });

    it.each([
      ["nothing was applied", stale, undefined],
      ["it runs what was configured", { deployments: [[BEFORE]] }, BEGAN],
      ["it is known how this one ended", endedAs("ROLLBACK_SUCCESSFUL", { runs: 6, deployed: 7 }), BEGAN],
    ])("is not waited for where %s", async (_why, service, since) => {
      expect((await followed([service], 1, since)).times).toEqual([0]);
    });
  });
});
