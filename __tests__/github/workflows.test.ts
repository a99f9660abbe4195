import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { TERRAFORM_VERSION } from "../../src/rehearsal/terraform";
import { actions, all, read, scripts, workflows } from "./workflow-files";

const ROOT = join(__dirname, "../..");

/** The jobs of a workflow by name. The files indent by two spaces. */
function jobsOf(text: string): [name: string, text: string][] {
  const [, ...parts] = text.slice(text.indexOf("\njobs:\n")).split(/^ {2}([a-z]+):\n/m);
  return parts.flatMap((part, index): [string, string][] =>
    index % 2 === 0 ? [[part, parts[index + 1] ?? ""]] : [],
  );
}
const jobs = workflows.flatMap(([file, text]) =>
  jobsOf(text).map(([name, job]): [string, string] => [`${file} ${name}`, job]),
);

it("is all of it", () => {
  expect(workflows.map(([file]) => file)).toEqual([
    "ci.yml",
    "deploy.yml",
    "destroy.yml",
    "drift.yml",
    "plan.yml",
    "preview.yml",
    "release.yml",
  ]);
  expect(jobs.map(([name]) => name)).toEqual([
    "ci.yml test",
    "ci.yml operations",
    "ci.yml long",
    "deploy.yml reviewed",
    "deploy.yml review",
    "deploy.yml passed",
    "deploy.yml apply",
    "destroy.yml check",
    "destroy.yml destroy",
    "drift.yml environments",
    "drift.yml look",
    "drift.yml issues",
    "plan.yml environments",
    "plan.yml plan",
    "plan.yml comment",
    "preview.yml deploy",
    "preview.yml end",
    "preview.yml forgotten",
    "preview.yml unreadable",
    "preview.yml expire",
    "release.yml release",
  ]);
  expect(scripts.length).toBe(all.flatMap(([, text]) => text.match(/\brun: /g) ?? []).length);
});

describe("every workflow", () => {
  it("asks for no variable but the account", () => {
    const variables = all.flatMap(([, text]) => text.match(/\bvars\.\w+/g) ?? []);
    expect([...new Set(variables)]).toEqual(["vars.AWS_ACCOUNT_ID"]);
  });

  it.each(workflows)("%s begins without any permission", (_file, text) => {
    expect(text).toMatch(/^permissions: \{\}$/m);
  });

  it.each(workflows)("%s needs no secret, and never runs a fork's code with our rights", (_file, text) => {
    expect(text).not.toMatch(/secrets\.|secrets:|pull_request_target|workflow_run/);
  });
});

/** The permissions of each job at GitHub. Each further permission is one that a compromised action could use. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  "ci.yml test": ["contents: read"],
  "ci.yml operations": ["contents: read"],
  "ci.yml long": ["contents: read"],
  "deploy.yml reviewed": ["actions: read", "contents: read", "pull-requests: read"],
  "deploy.yml review": ["actions: read", "contents: read"],
  "deploy.yml passed": [],
  "deploy.yml apply": ["actions: read", "contents: read", "id-token: write"],
  "destroy.yml check": [],
  "destroy.yml destroy": ["contents: read", "id-token: write"],
  "drift.yml environments": ["contents: read"],
  "drift.yml look": ["contents: read", "id-token: write"],
  "drift.yml issues": ["actions: read", "contents: read", "issues: write"],
  "plan.yml environments": ["contents: read"],
  "plan.yml plan": ["contents: read", "id-token: write", "pull-requests: read"],
  "plan.yml comment": ["actions: read", "contents: read", "pull-requests: write"],
  "preview.yml deploy": ["contents: read", "id-token: write", "pull-requests: write"],
  "preview.yml end": ["contents: read", "id-token: write", "pull-requests: write"],
  "preview.yml forgotten": ["contents: read", "id-token: write", "pull-requests: read"],
  "preview.yml unreadable": [],
  "preview.yml expire": ["contents: read", "id-token: write", "pull-requests: read"],
  "release.yml release": ["contents: read", "id-token: write"],
};

describe("every job", () => {
  it.each(jobs)("%s has exactly these permissions", (name, job) => {
    const block = /^ {4}permissions:\n((?: {6}.*\n)+)/m.exec(job)?.[1] ?? "";
    expect(
      block
        .split("\n")
        .map((line) => line.replace(/#.*/, "").trim())
        .filter(Boolean),
    ).toEqual(PERMISSIONS[name]);
  });

  it.each(jobs)("%s ends before the role's session does", (_name, job) => {
    expect(Number(/^ {4}timeout-minutes: (\d+)/m.exec(job)?.[1])).toBeLessThan(60);
  });

  it.each(jobs)("%s leaves no token of GitHub's on the disk", (_name, job) => {
    expect(job.match(/actions\/checkout@/g)?.length).toBe(job.match(/persist-credentials: false/g)?.length);
  });

  it.each(jobs.filter(([, job]) => /role: github-(deploy|preview)/.test(job)))(
    "%s acts under the environment's protection",
    (_name, job) => expect(job).toMatch(/^ {4}environment: \S+/m),
  );

  it.each(
    jobs.filter(([name, job]) => job.includes("role: github-preview") && name !== "preview.yml forgotten"),
  )("%s, which nobody approves, is one at a time", (_name, job) =>
    expect(job).toMatch(/^ {4}concurrency:\n {6}group: environment-\S+.*\n {6}cancel-in-progress: false$/m),
  );

  // A job enters its concurrency group before it is approved: a job that waits for its approval would block releases, and the
  // next job would cancel it.
  // https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency
  it.each(jobs.filter(([, job]) => /role: github-(deploy|release)/.test(job)))(
    "%s, which may wait for an approval, waits in no queue",
    (_name, job) => expect(job).not.toContain("concurrency:"),
  );
});

const job = (name: string) => jobs.find(([known]) => known === name)?.[1] ?? "";

it("shows who approves what the plan itself says, by main's code, before it is applied", () => {
  expect(job("deploy.yml review")).toMatch(
    /^ {10}npm run review -- --plan "plan\/\$ENVIRONMENT_SUFFIX" --digest "\$DIGEST"\n {10}mkdir passed/m,
  );
  expect(job("deploy.yml review")).not.toMatch(/^ {4}environment:|role:|ref:/m);
  expect(job("deploy.yml passed")).toMatch(/^ {4}needs: \[reviewed, review\]$/m);
  expect(job("deploy.yml apply")).toMatch(/^ {4}needs: passed$/m);
  expect(job("deploy.yml apply")).toContain("include: ${{ fromJSON(needs.passed.outputs.plans) }}");
});

it.each([
  ["review", "reviewed"],
  ["apply", "passed"],
])(
  "deploy's %s goes on with the environments that %s left over, where another's is refused",
  (name, before) => {
    const plans = `needs.${before}.outputs.plans`;
    expect(job(`deploy.yml ${name}`)).toContain(
      `    if: \${{ !cancelled() && ${plans} != '' && ${plans} != '[]' }}\n`,
    );
    expect(job(`deploy.yml ${name}`)).toContain("fail-fast: false");
  },
);

it("is red, and goes no further, where GitHub does not hand out what the jobs before have left", () => {
  for (const name of ["deploy.yml passed", "drift.yml issues", "plan.yml comment"]) {
    expect(job(name)).toMatch(/uses: actions\/download-artifact@[^\n]*\n {8}with:\n {10}pattern: /);
    expect(job(name)).not.toContain("continue-on-error");
  }
  expect(job("drift.yml issues")).toContain("          PLANNED: ${{ needs.look.result }}\n");
  expect(job("plan.yml comment")).toContain("          PLANNED: ${{ needs.plan.result }}\n");
  expect(job("deploy.yml passed")).toContain("          REVIEW: ${{ needs.review.result }}\n");
});

const textOf = (name: string) => workflows.find(([file]) => file === name)?.[1] ?? "";

it("plans only what is to be merged into main", () => {
  expect(textOf("plan.yml")).toMatch(/^ {2}pull_request:\n {4}branches: \[main\]/m);
});

describe("the comments about plans", () => {
  it("are written by main's code, also after plans that failed, and by no run that another one overtook", () => {
    const comment = job("plan.yml comment");
    expect(comment).toMatch(/^ {4}needs: \[environments, plan\]$/m);
    expect(comment).toMatch(
      /^ {4}if: \$\{\{ !cancelled\(\) && needs\.environments\.result != 'skipped' \}\}$/m,
    );
    expect(comment).toMatch(/^ {10}ref: main\b/m);
    expect(textOf("plan.yml")).toMatch(
      /^concurrency:\n {2}group: plan-\$\{\{ github\.event\.pull_request\.number \}\}\n {2}cancel-in-progress: true\b/m,
    );
  });

  it("come from every plan that did not fail, whatever it found", () => {
    const plan = job("plan.yml plan");
    const review = plan.indexOf("name: review-${{ matrix.suffix }}");
    expect(review).toBeGreaterThan(plan.indexOf("npm run plan"));
    expect(review).toBeLessThan(plan.indexOf("exit 3"));
    expect(plan.match(/overwrite: true/g)).toHaveLength(2); // because failed jobs are repeated in the same run
  });
});

it("keeps the plan where it changes something, whatever else was changed outside of Terraform", () => {
  expect(job("plan.yml plan")).toMatch(
    /- name: Keep the reviewed plan\n {8}if: steps\.plan\.outputs\.verdict == 'changes'\n/,
  );
});

describe("every night", () => {
  it("looks for what was changed outside of Terraform, in what is deployed", () => {
    expect(textOf("drift.yml")).toMatch(/^ {2}schedule:\n {4}- cron: "\d+ \d+ \* \* \*"/m);
    expect(job("drift.yml environments")).toMatch(/^ {4}if: github\.ref == 'refs\/heads\/main'/m);
    expect(job("drift.yml look")).toContain("role: github-plan-role-${{ matrix.suffix }}");
  });

  it("keeps the issues also after plans that failed, one run at a time", () => {
    const issues = job("drift.yml issues");
    expect(issues).toMatch(/^ {4}needs: \[environments, look\]$/m);
    expect(issues).toMatch(
      /^ {4}if: \$\{\{ !cancelled\(\) && needs\.environments\.result != 'skipped' \}\}$/m,
    );
    expect(issues).toMatch(/^ {4}concurrency:\n {6}group: drift-issues\n {6}cancel-in-progress: false\b/m);
  });
});

// A variable of a GitHub environment overrides the repository's variable, so that previews can be in another account.
const READING = ["drift.yml look", "plan.yml plan"];
it.each(jobs.filter(([name, text]) => /vars\.AWS_ACCOUNT_ID/.test(text) && !READING.includes(name)))(
  "%s asks for its account under the environment that may name it",
  (name, text) => {
    const environment = /^ {4}environment: (.*?)(?: #.*)?$/m.exec(text)?.[1];
    if (name.startsWith("preview.yml")) expect(environment).toBe("preview");
    else expect(environment).toMatch(/^\$\{\{ .*(inputs|matrix)\.suffix \}\}$/);
  },
);

it("sends traffic back, holds it and looks at it without waiting for who approves", () => {
  expect(job("release.yml release")).toContain(
    `environment: \${{ contains(fromJSON('["rollback", "pause", "status", "history"]'), inputs.command) && format('{0}-rollback', inputs.suffix) || inputs.suffix }}\n`,
  );
});

describe("a preview", () => {
  it("is told of also where ECS does not run what was deployed", () => {
    expect(job("preview.yml deploy")).toMatch(
      /- name: Comment with the preview's address\n(?: +#.*\n)? +if: \$\{\{ !cancelled\(\) && hashFiles\('outputs\.json'\) != '' \}\}/,
    );
  });

  it("is destroyed by main's code", () => {
    expect(job("preview.yml end")).toMatch(/^ {10}ref: main\b/m);
    expect(job("preview.yml expire")).not.toMatch(/ref:/); // a schedule runs on main
  });

  it("that may have expired is looked at once more right before", () => {
    expect(job("preview.yml expire")).toMatch(
      /github -- ended[\s\S]*- if: steps\.still\.outputs\.ended == 'true'\n {8}uses: \.\/\.github\/actions\/end\n$/,
    );
    expect(job("preview.yml expire").match(/actions\/end/g)).toHaveLength(1);
  });
});

describe("every action that is used", () => {
  const uses = all.flatMap(([name, text]) =>
    [...text.matchAll(/uses: (.*)/g)].map(([, used = ""]): [string, string] => [name, used]),
  );

  it.each(uses)("in %s is ours, or pinned to a commit with its version: %s", (_name, used) => {
    expect(used).toMatch(/^(\.\/\.github\/actions\/[a-z]+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
  });

  it("is used in one version only", () => {
    const versions = new Map<string, Set<string>>();
    for (const [, used] of uses) {
      const [action = "", version = ""] = used.split("@");
      versions.set(action, (versions.get(action) ?? new Set()).add(version));
    }
    expect([...versions.values()].filter(({ size }) => size > 1)).toEqual([]);
  });

  it("is ours only where we have it", () => {
    const ours = uses.map(([, used]) => /^\.\/\.github\/actions\/(.*)$/.exec(used)?.[1]).filter(Boolean);
    expect(new Set(ours)).toEqual(new Set(actions.map(([name]) => name)));
  });
});

it.each(scripts)("no script in %s is made of what somebody else wrote: %j", (_name, script) => {
  expect(script).not.toContain("${{");
});

it("ending an environment lets the certificate judge what destroy did, and interrupts destroy itself", () => {
  const [, text = ""] = actions.find(([name]) => name === "end") ?? [];
  expect(text).toMatch(
    /continue-on-error: true\n(.*\n)* +run: exec node \S+ \S+ src\/commands\/destroy\.ts --auto-approve\n/,
  );
  expect(text.match(/continue-on-error/g)).toHaveLength(1);
});

it("plans and applies with the Terraform that rehearsals run", () => {
  expect(read("actions", "setup", "action.yml")).toContain(`terraform_version: "${TERRAFORM_VERSION}"`);
  expect(all.join("\n").match(/terraform_version/g)).toHaveLength(1);
});

it("asks for roles that the account's stack makes", () => {
  const roles = new Set(all.flatMap(([, text]) => text.match(/github-[a-z]+-role-/g) ?? []));
  expect([...roles].sort()).toEqual([
    "github-deploy-role-",
    "github-plan-role-",
    "github-preview-role-",
    "github-release-role-",
  ]);
});

it("the code owners that the runbook proposes own what is there", () => {
  const runbook = readFileSync(join(ROOT, "docs/runbooks/github.md"), "utf8");
  const owned = [...runbook.matchAll(/^\/(\S+) +@<organization>\/<team>$/gm)].map(([, path = ""]) => path);
  const files = readdirSync(ROOT);
  expect(owned.length).toBeGreaterThan(5);
  for (const path of owned) {
    const [before = "", after] = path.split("*");
    const isThere =
      after === undefined
        ? existsSync(join(ROOT, path))
        : files.some((file) => file.startsWith(before) && file.endsWith(after));
    expect([path, isThere]).toEqual([path, true]);
  }
});
