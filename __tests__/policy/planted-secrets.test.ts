import { SynthesizedDocument } from "../../src/policy/document";
import { CONTAINERS } from "../../src/policy/rules/containers";
import { INNOCENT } from "../support/planted/innocent";
import { PLANTED_COMMANDS, PLANTED_SECRETS } from "../support/planted/secrets";

const RULE = CONTAINERS.find(({ id }) => id === "container-no-secrets");

/** What the rule finds in one container. */
function findings(container: object): string[] {
  const definitions = JSON.stringify([{ name: "blue", ...container }]);
  const document = new SynthesizedDocument({
    resource: { aws_ecs_task_definition: { one: { container_definitions: definitions } } },
  });
  return (RULE?.check(document) ?? []).flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
}

describe("the policy's guard", () => {
  it.each(PLANTED_SECRETS.map((it) => [it.what, it] as const))(
    "finds a secret in a variable: %s",
    (_what, { name, value, secret }) => {
      const [problem = "", ...others] = findings({ environment: [{ name, value }] });
      expect(others).toEqual([]);
      expect(problem).toContain(name);
      expect(problem).not.toContain(secret);
    },
  );

  it.each(["command", "entryPoint"])("finds a secret in a container's %s", (part) => {
    for (const { words, secret } of PLANTED_COMMANDS) {
      expect(findings({ [part]: words })).toEqual([`container blue: ${part} holds a secret`]);
      expect(findings({ [part]: words }).join()).not.toContain(secret);
    }
    expect(
      findings({ healthCheck: { command: ["CMD-SHELL", "curl -u a:hunter2 http://localhost"] } }),
    ).toEqual(["container blue: healthCheck.command holds a secret"]);
  });

  it("finds none in what is innocent", () => {
    const environment = INNOCENT;
    const command = INNOCENT.map(({ value }) => value);
    expect(findings({ environment })).toEqual([]);
    for (const word of command) expect(findings({ command: ["run", word], entryPoint: [word] })).toEqual([]);
  });
});
