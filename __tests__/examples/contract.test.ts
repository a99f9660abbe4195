import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const EXAMPLE = join(ROOT, "examples", "application");
const read = (...path: string[]) => readFileSync(join(...path), "utf8");

describe("the example's image", () => {
  const lines = read(EXAMPLE, "Dockerfile").split("\n");
  const last = (word: string) => lines.filter((line) => line.startsWith(`${word} `)).at(-1);

  it("runs as a number that is not root, and as Node.js itself, which gets SIGTERM", () => {
    expect(last("USER")).toBe("USER 10001:10001");
    expect(last("CMD")).toBe('CMD ["node", "src/main.js"]');
    expect(last("ENTRYPOINT")).toBeUndefined();
  });

  it("is built from images of exact versions", () => {
    const from = lines.filter((line) => line.startsWith("FROM "));
    expect(from.length).toBeGreaterThan(0);
    for (const line of from) expect(line).toMatch(/^FROM public\.ecr\.aws\/\S+:\d+\.\d+\.\d+-\w+( AS \w+)?$/);
  });

  it("trusts the authorities that the migration trusts", () => {
    expect(read(EXAMPLE, "rds-bundle.pem")).toBe(
      read(ROOT, "src", "constructs", "migration", "rds-bundle.pem"),
    );
  });
});

it("the example's packages are exact, and the versions that these tests run", () => {
  const { dependencies } = JSON.parse(read(EXAMPLE, "package.json"));
  const { devDependencies } = JSON.parse(read(ROOT, "package.json"));
  expect(devDependencies).toMatchObject(dependencies);
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  const { packages } = JSON.parse(read(EXAMPLE, "package-lock.json"));
  expect(packages[""].dependencies).toEqual(dependencies);
});
