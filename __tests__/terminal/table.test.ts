import { table, tableRows } from "../../src/terminal/table";

const HEADER = ["kind", "id", "why it may be there"];
const ROWS = [
  [
    "CloudWatch log group",
    "/aws/rds/cluster/cluster-dev/postgresql",
    "RDS makes it anew while it is destroyed",
  ],
  [
    "ECS task definition",
    "arn:aws:ecs:us-east-1:123456789012:task-definition/task-definition-blue-dev:1",
    "",
  ],
];

describe("a table", () => {
  it("is as wide as it needs to be where there is room, or no terminal", () => {
    const wide = [
      "  kind                  id                                                                             why it may be there",
      "  --------------------  -----------------------------------------------------------------------------  ---------------------------------------",
      "  CloudWatch log group  /aws/rds/cluster/cluster-dev/postgresql                                        RDS makes it anew while it is destroyed",
      "  ECS task definition   arn:aws:ecs:us-east-1:123456789012:task-definition/task-definition-blue-dev:1",
    ].join("\n");
    expect(table(HEADER, ROWS, undefined)).toBe(wide);
    expect(table(HEADER, ROWS, 200)).toBe(wide);
    expect(table(HEADER, ROWS, 0)).toBe(table(HEADER, ROWS, 80)); // a terminal that does not say
  });

  it("narrows its widest columns to the terminal: 100", () => {
    expect(table(HEADER, ROWS, 100)).toMatchInlineSnapshot(`
      "  kind                  id                                     why it may be there
        --------------------  -------------------------------------  -------------------------------------
        CloudWatch log group  /aws/rds/cluster/cluster-dev/          RDS makes it anew while it is
                              postgresql                             destroyed
        ECS task definition   arn:aws:ecs:us-east-1:123456789012:
                              task-definition/task-definition-blue-
                              dev:1"
    `);
  });

  it("narrows its widest columns to the terminal: 60", () => {
    expect(table(HEADER, ROWS, 60)).toMatchInlineSnapshot(`
      "  kind                id                  why it may be
                                                there
        ------------------  ------------------  ------------------
        CloudWatch log      /aws/rds/cluster/   RDS makes it anew
        group               cluster-dev/        while it is
                            postgresql          destroyed
        ECS task            arn:aws:ecs:us-
        definition          east-1:12345678901
                            2:task-definition/
                            task-definition-
                            blue-dev:1"
    `);
  });

  it("shows nothing that does something in a terminal, and stays on its lines", () => {
    expect(table(["a"], [["x\u001b[2J\ny"]], 60).split("\n")).toEqual([
      "  a",
      `  ${"-".repeat(12)}`,
      "  x\\u001b[2J y",
    ]);
  });
});

describe("rows whose words stay whole", () => {
  const rows = [
    ["developer-role", "rds-db:connect rds:DescribeDBClusters"],
    ["observer", ""],
  ];
  const of = (columns: number) => tableRows(["who", "may"], rows, columns);

  it("are wrapped at words where the terminal is narrower", () => {
    expect(of(50)).toEqual([
      ["  who             may", "  --------------  --------------------------------"],
      ["  developer-role  rds-db:connect", "                  rds:DescribeDBClusters"],
      ["  observer"],
    ]);
  });

  it("break no word, however narrow the terminal is", () => {
    for (const word of rows.flat().flatMap((cell) => cell.split(" ")))
      expect(of(10).flat().join("\n")).toContain(word);
  });
});
