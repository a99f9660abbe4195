import { table } from "../../src/terminal/table";

const HEADER = ["who", "may"];
const ROWS = [
  ["developer-role", "rds-db:connect rds:DescribeDBClusters"],
  ["observer", ""],
];

describe("a table", () => {
  it("is as wide as it needs to be", () => {
    expect(table(HEADER, ROWS).split("\n")).toEqual([
      "  who             may",
      "  --------------  -------------------------------------",
      "  developer-role  rds-db:connect rds:DescribeDBClusters",
      "  observer",
    ]);
  });

  it("wraps the widest cells at words where the terminal is narrower", () => {
    expect(table(HEADER, ROWS, 50).split("\n")).toEqual([
      "  who             may",
      "  --------------  --------------------------------",
      "  developer-role  rds-db:connect",
      "                  rds:DescribeDBClusters",
      "  observer",
    ]);
  });

  it("breaks no word, however narrow the terminal is", () => {
    const words = ROWS.flat().flatMap((cell) => cell.split(" "));
    for (const word of words) expect(table(HEADER, ROWS, 10)).toContain(word);
  });
});
