import { compareContent, comparisonText } from "../../src/restore/compared";
import { type DatabaseContent, newestOf, parseContent, type TableContent } from "../../src/restore/content";

const SUMMARY = { database: "transactions", version: "16.8", at: "2026-11-26T11:00:00.000000Z" };
const of = (table: string, rows: number, hash: string, newest: string | null = null): TableContent => ({
  table,
  readable: true,
  rows,
  hash,
  newest,
});
const content = (...tables: readonly TableContent[]): DatabaseContent => ({ ...SUMMARY, tables });

describe("the log of a task that read a database", () => {
  const line = (value: object) => `INFO:  ${JSON.stringify(value)}`;
  const table = of("ledger.transfer", 3, "ab", "2026-11-26T10:00:00.000000Z");

  it("is read among other lines", () => {
    const log = [
      "NOTICE:  something",
      line(table),
      "",
      line({ table: "a.b", readable: false }),
      line(SUMMARY),
    ];
    expect(parseContent(log)).toEqual(content(table, { table: "a.b", readable: false }));
  });

  it("is not taken for whole where its end is missing", () =>
    expect(parseContent([line(table)])).toBeUndefined());

  it("is refused where it says something else", () =>
    expect(() => parseContent([line({ table: "a.b", rows: "many" })])).toThrow());
});

describe("the newest transaction", () => {
  it("is the newest of all tables", () => {
    const [one, other] = ["2026-11-26T10:00:00.000000Z", "2026-11-26T10:00:00.000001Z"];
    expect(newestOf(content(of("a", 1, "x", one), of("b", 1, "x", other), of("c", 1, "x")))).toEqual({
      at: other,
      table: "b",
    });
  });

  it("is unknown where no table says so", () => {
    expect(newestOf(content(of("a", 1, "x"), { table: "b", readable: false }))).toBeUndefined();
    expect(comparisonText(content(of("a", 1, "x")), undefined)).toContain(
      "newest transaction: unknown, because no readable table has a value in a column with a default such as now()",
    );
  });
});

describe("a restored database beside its source", () => {
  const restored = content(
    of("ledger.account", 3, "aa"),
    of("ledger.gone", 1, "aa"),
    of("ledger.more", 4, "aa"),
    of("ledger.same", 2, "aa"),
    of("ledger.transfer", 10, "aa", "2026-11-26T10:00:00.000000Z"),
    { table: "public.of_anna", readable: false },
  );
  const source = content(
    of("ledger.account", 3, "bb"),
    of("ledger.more", 9, "bb"),
    of("ledger.new", 1, "aa"),
    of("ledger.same", 2, "aa"),
    of("ledger.transfer", 7, "bb"),
    { table: "public.of_anna", readable: false },
  );

  it("is the same only where rows and hash are", () => {
    expect(compareContent(restored, source).map((it) => [it.table, it.difference])).toEqual([
      ["ledger.account", "differs"],
      ["ledger.gone", "only restored"],
      ["ledger.more", "differs"],
      ["ledger.new", "only in the source"],
      ["ledger.same", "same"],
      ["ledger.transfer", "differs"],
      ["public.of_anna", "not readable"],
    ]);
    expect(compareContent(content(of("a", 1, "x")), content(of("a", 2, "x")))[0]?.difference).toBe("differs");
  });

  it("is said in a table", () => {
    const text = comparisonText(restored, { label: "prod now", content: source });
    expect(text.split("\n")).toEqual([
      "newest transaction: 2026-11-26T10:00:00.000000Z, in ledger.transfer; a table that is not readable may have a newer one",
      "  table            rows          newest                       hash  prod now",
      expect.stringMatching(/^ {2}-/),
      "  ledger.account   3             -                            aa    as many rows, other values",
      "  ledger.gone      1             -                            aa    only restored",
      "  ledger.more      4             -                            aa    5 rows more",
      "  ledger.new       -             -                            -     only in the source",
      "  ledger.same      2             -                            aa    same",
      "  ledger.transfer  10            2026-11-26T10:00:00.000000Z  aa    3 rows fewer",
      "  public.of_anna   not readable  -                            -     not readable",
    ]);
  });
});
