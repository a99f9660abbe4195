import {
  certificateName,
  certificateText,
  type Drill,
  isProof,
  whyNoProof,
} from "../../src/restore/certificate";
import { compareContent } from "../../src/restore/compared";
import type { DatabaseContent } from "../../src/restore/content";

const content = (...rows: readonly number[]): DatabaseContent => ({
  database: "transactions",
  version: "16.8",
  at: "2026-11-26T10:00:00.000000Z",
  tables: rows.map((count, index) => ({
    table: `ledger.t${index}|x`,
    readable: true,
    rows: count,
    hash: `hash-of-${count}`,
    newest: "2026-11-26T09:59:59.000000Z",
  })),
});
const UNREADABLE = { ...content(), tables: [{ table: "a.b", readable: false as const }] };
const drill = (source: DatabaseContent, restored: DatabaseContent): Drill => ({
  from: "prod",
  cluster: "aurora-cluster-prod",
  to: "drill",
  at: "2026-11-26T10:00:00Z",
  began: new Date("2026-11-26T09:59:00Z"),
  waited: 5 * 60_000,
  restored: 31 * 60_000,
  accountId: "123456789012",
  by: "arn:aws:iam::123456789012:user/anna",
  content: restored,
  tables: compareContent(restored, source),
});

describe("the certificate of a drill", () => {
  it("says what was restored, when, how long that took, and that it was the same", () => {
    const same = drill(content(3, 5), content(3, 5));
    expect(isProof(same)).toBe(true);
    expect(certificateName(same)).toBe("restore-drill-prod-20261126T100000Z.md");
    expect(certificateText(same)).toBe(`# Restore drill of prod: all 2 compared tables are the same

| | |
| --- | --- |
| source | \`aurora-cluster-prod\` in account 123456789012; the drill only reads the source |
| restored to its state at | 2026-11-26T10:00:00Z |
| into | the environment \`drill\`, destroyed afterwards |
| PostgreSQL | 16.8 |
| begun | 2026-11-26T09:59:00.000Z |
| wait until AWS could restore to that time | 5 min |
| from the first plan to the end of the comparison | 31 min |
| newest transaction | 2026-11-26T09:59:59.000000Z, in ledger.t0\\|x |
| by | \`arn:aws:iam::123456789012:user/anna\` |

The table lists the number of rows and a hash of each table. Both were read in the source just before the time to which the database was restored, and then in the restored database. Between the restore and the second reading, the migration ran in the new environment, and the application may have run there too. The hash covers all rows and does not depend on their order. A table is *not readable* if the master user may not read all its rows in the source or in the restored database.

Not compared: tables of extensions (such as \`cron.job\`), foreign tables, unlogged and temporary tables, materialized views, sequences, large objects, and other databases of the cluster. Only rows are compared, and not the definitions of tables, indexes, views, functions, users and privileges.

| table | rows | hash | restored |
| --- | --- | --- | --- |
| ledger.t0\\|x | 3 | hash-of-3 | same |
| ledger.t1\\|x | 5 | hash-of-5 | same |
`);
  });

  it("says of each table that differs how", () => {
    const other = drill(content(3, 5, 7), content(3, 6));
    expect(isProof(other)).toBe(false);
    const lines = certificateText(other).split("\n");
    expect(lines[0]).toBe("# Restore drill of prod: 2 of 3 tables differ");
    expect(lines).toContain("| ledger.t1\\|x | 5 | hash-of-5 | 6 rows, hash-of-6 |");
    expect(lines).toContain("| ledger.t2\\|x | 7 | hash-of-7 | only in the source |");
  });

  it("proves nothing where there is no table, or one that cannot be read", () => {
    expect(isProof(drill(content(), content()))).toBe(false);
    expect(isProof(drill(UNREADABLE, UNREADABLE))).toBe(false);
  });

  const also = ({ tables, ...it }: DatabaseContent) => ({ ...it, tables: [...tables, ...UNREADABLE.tables] });
  it.each<[string, Drill, string]>([
    [
      "1 of 2 tables cannot be compared",
      drill(also(content(3)), also(content(3))),
      "NOT proved: 1 of 2 tables cannot be compared, because the master user may not read all rows of a table that is not readable",
    ],
    [
      "no table was compared",
      drill(content(), content()),
      "NOT proved: no table was compared, because neither database has a table that a drill compares",
    ],
    [
      "1 of 2 tables differ, 1 of 2 tables cannot be compared",
      drill(also(content(3)), also(content(4))),
      `NOT the same: 1 of 2 tables differ, 1 of 2 tables cannot be compared; look at the comparison above
A difference is not always an error of the restore. There are other possible reasons:
- rows of prod were added, changed or deleted after 09:59:59 and before 2026-11-26T10:00:00Z
- in drill, the migration or the application changed the table before the comparison`,
    ],
  ])("claims neither sameness nor a difference that nobody saw: %s", (title, it, said) => {
    expect(certificateText(it)).toMatch(`# Restore drill of prod: ${title}\n`);
    expect(whyNoProof(it, "09:59:59")).toBe(said);
  });

  it("says that a table that nobody may read may have a newer transaction", () =>
    expect(certificateText(drill(also(content(3)), also(content(3))))).toContain(
      "| newest transaction | 2026-11-26T09:59:59.000000Z, in ledger.t0\\|x; a table that is not readable may have a newer one |",
    ));
});
