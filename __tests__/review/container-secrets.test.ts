import type { Attributes } from "../../src/review/terraform-plan";
import { changeOf, type MadeUp, saidIn, sectionOf } from "./made-up-plan";

const TASK = "aws_ecs_task_definition.blue_task_task_definition";
const ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:team/partner-AbCdEf";
const task = (secrets?: object, more: object = {}): Attributes => ({
  container_definitions: JSON.stringify([
    { name: "blue", image: "app:1", ...(secrets && { secrets }), ...more },
  ]),
});
const of = (...from: string[]) => from.map((valueFrom, index) => ({ name: `KEY_${index}`, valueFrom }));
const lines = (before: Attributes | null, after: Attributes | null, replaced = true) => {
  const change = changeOf(TASK, before, after);
  const actions = replaced && before && after ? ["delete", "create"] : change.change.actions;
  return sectionOf(
    { changes: [{ ...change, change: { ...change.change, actions } }] },
    "Secrets of containers",
  ).slice(2);
};

const warned = (name: string, before: Attributes, after: Attributes) => {
  const rename = ({ container_definitions }: Attributes) => ({
    container_definitions: String(container_definitions).replace('"blue"', `"${name}"`),
  });
  const change = changeOf(TASK, rename(before), rename(after));
  return warnedOf({ changes: [{ ...change, change: { ...change.change, actions: ["delete", "create"] } }] });
};

/** The warnings of this section, without those of the section about tasks. */
const warnedOf = (made: MadeUp) =>
  saidIn(made, "Secrets of containers").flatMap((it) => (it.startsWith("! ") ? [it.slice(2)] : []));

describe("the secrets of containers", () => {
  it("that today's tasks start with are not taken away before tomorrow's are there", () => {
    const loses = `blue no longer gets KEY_0 from ${ARN}, and the present tasks of blue cannot start again without ${ARN}: add the new secret as a further variable, and remove the old one in the next deployment`;
    expect(warned("blue", task(of(ARN)), task())).toEqual([loses]);
    expect(warned("blue", task(of(ARN)), task(of("b")))).toEqual([
      expect.stringContaining("cannot start again"),
    ]);
    expect(warned("blue", task(of(ARN)), task(of(`${ARN}:user::`)))).toEqual([]);
    expect(warned("blue", task(of(ARN)), task(of(ARN, "b")))).toEqual([]);
    expect(warned("migration", task(of(ARN)), task())).toEqual([]);
  });

  it("are named where a container gets one, another one, or none any more", () => {
    expect(
      lines(task(of("a", ARN)), task([...of("a", `${ARN}:user::`), { name: "NEW", valueFrom: ARN }])),
    ).toEqual([
      `| \`blue\` | gets | \`KEY_1\` | \`${ARN}:user::\` instead of \`${ARN}\` |`,
      `| \`blue\` | gets | \`NEW\` | \`${ARN}\` |`,
    ]);
    expect(lines(task(of(ARN)), task())).toEqual([
      `| \`blue\` | ⚠️ no longer gets | \`KEY_0\` | \`${ARN}\` |`,
    ]);
    expect(lines(task(of(ARN)), task(of("b")), false)).toHaveLength(1); // for an update in place
  });

  it("are not spoken of where they stay, whatever else changes, nor where a container is new or goes", () => {
    expect(lines(task(of(ARN)), task(of(ARN), { image: "app:2" }))).toEqual([]);
    expect(lines(null, task(of(ARN)))).toEqual([]);
    expect(lines(task(of(ARN)), null)).toEqual([]);
  });

  it("are said to be unknown where the plan does not know them", () => {
    const change = changeOf(
      TASK,
      task(of(ARN)),
      { container_definitions: null },
      { container_definitions: true },
    );
    const replaced = { ...change, change: { ...change.change, actions: ["delete", "create"] } };
    const later = task(of("${aws_secretsmanager_secret.one.arn}"));
    const known = { aws_ecs_task_definition: { blue_task_task_definition: later } };
    expect(
      sectionOf({ changes: [replaced], configuration: known }, "Secrets of containers").slice(2),
    ).toEqual([`| \`blue\` | ⚠️ gets | \`KEY_0\` | (known after apply) instead of \`${ARN}\` |`]);
    expect(warnedOf({ changes: [replaced] })).toEqual([
      `the secrets of the containers of ${TASK} are known only after the apply`,
    ]);
  });

  it("stay apart between containers of one task", () => {
    const two = (first: string, second: string) => ({
      container_definitions: JSON.stringify([
        { name: "blue", secrets: of(first) },
        { name: "proxy", secrets: of(second) },
      ]),
    });
    expect(lines(two("a", "b"), two("b", "b"))).toEqual([
      "| `blue` | ⚠️ gets | `KEY_0` | `b` instead of `a` |",
    ]);
  });
});
