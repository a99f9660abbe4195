import { batchOf, saidOf } from "../../src/rehearsal/changes/batch";
import type { SettingChange } from "../../src/rehearsal/changes/setting-change";

const TIMEOUT: SettingChange = {
  setting: "application.idleTimeoutSeconds",
  to: { "application.idleTimeoutSeconds": 120 },
};
const ACU: SettingChange = { setting: "database.minCapacityAcu", to: { "database.minCapacityAcu": 1 } };
const SAME: SettingChange = { setting: "database.maxCapacityAcu", to: { "database.maxCapacityAcu": 4 } };
const RELEASE: SettingChange = { setting: "release.alarms", to: { "release.alarms": ["late"] } };
const REFUSED: SettingChange = { setting: "database.name", to: { "database.name": "postgres" } };
const LATER: SettingChange = {
  setting: "waf.requestsPer5Minutes",
  to: { "waf.requestsPer5Minutes": 100 },
  given: { "waf.enabled": true },
};

const batch = (...left: SettingChange[]) => batchOf({}, left, "changes", (it) => it.alone === true);
const settingsOf = ({ members }: ReturnType<typeof batchOf>) => members.map(({ change }) => change.setting);

describe("changes that are deployed together", () => {
  it("touch no resource in common", () =>
    expect(settingsOf(batch(ACU, SAME, TIMEOUT))).toEqual([ACU.setting, TIMEOUT.setting]));

  it("write no setting in common", () =>
    expect(settingsOf(batch(RELEASE, { ...RELEASE, to: { release: {} } }))).toEqual([RELEASE.setting]));

  it("are none that is refused, that is to be alone, or that needs what is not there yet", () =>
    expect(settingsOf(batch(ACU, REFUSED, { ...TIMEOUT, alone: true }, LATER, RELEASE))).toEqual([
      ACU.setting,
      RELEASE.setting,
    ]));

  it.each([REFUSED, { ...ACU, alone: true as const }])(
    "are one where the first is to be alone: %j",
    (first) => expect(settingsOf(batch(first, RELEASE))).toEqual([first.setting]),
  );

  it("are told apart by the resources that they touch, and by those that refer to these", () => {
    const together = batch(ACU, TIMEOUT, RELEASE);
    const warning = (section: string, sentence: string) => ({ section, sentence });
    const changes = ["aws_rds_cluster.database_cluster", "aws_lb.load_balancer_load_balancer"].map(
      (address) => ({
        address,
        action: "update",
      }),
    );
    const follows = { address: "aws_rds_cluster_instance.database_instance_us_east_1a", action: "update" };
    const said = {
      exitCode: 0,
      kind: "applied",
      changes: [...changes, follows],
      warnings: [
        { ...warning("Interruptions", "it is small"), address: "aws_rds_cluster.database_cluster" },
        warning("Traffic", "aws_lb.load_balancer_load_balancer changes"),
        warning("Releases", "alarms: late"),
        warning("Beside", "of nothing alone"),
      ],
      refusal: "",
      with: [],
    };
    const [acu, timeout, release] = together.members.map((it) => saidOf(together, it, said));
    expect(acu?.changes).toEqual([changes[0], follows]);
    expect(timeout?.changes).toEqual([changes[1]]);
    expect(release?.changes).toEqual([]);
    expect([acu, timeout, release].map((it) => it?.warnings.map(({ section }) => section))).toEqual([
      ["Interruptions", "Beside"],
      ["Traffic", "Beside"],
      ["Releases", "Beside"],
    ]);
    expect(acu?.with).toEqual([TIMEOUT.setting, RELEASE.setting]);
  });
});
