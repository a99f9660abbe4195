import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RealPostgres } from "./real-postgres";

/** A copy of a server's files that was made while it wrote. Without the write-ahead log it is of no moment at all. */
export interface BaseCopy {
  readonly folder: string;
}

/** How far a restored server replays the write-ahead log. */
export type Until = { readonly at: string } | "as it was copied";

/**
 * A PostgreSQL server that archives its write-ahead log. It is restored as PostgreSQL's manual has it, by a base copy and the archive:
 * no row of it is read for that. https://www.postgresql.org/docs/16/continuous-archiving.html
 */
export class BackedUpPostgres {
  public readonly server = new RealPostgres();
  private readonly folder = mkdtempSync(join(tmpdir(), "backups-"));
  private readonly archive = join(this.folder, "archive");
  private copies = 0;

  public async start(): Promise<void> {
    chmodSync(this.folder, 0o755);
    mkdirSync(this.archive);
    this.give(this.archive);
    await this.server.start({
      archive_mode: "on",
      archive_command: `cp %p ${this.archive}/%f`,
      wal_level: "replica",
    });
  }

  /** Copies the server's files while it goes on. */
  public async copy(): Promise<BaseCopy> {
    this.copies += 1;
    const folder = join(this.folder, `copy-${this.copies}`);
    // One session: a backup ends with the session that began it.
    const { exitCode, stdout, stderr } = await this.server.command(
      [
        ...["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"],
        ...["-c", "SELECT pg_backup_start('copy', fast => true)"],
        ...["-c", `\\! cp --archive ${this.server.data} ${folder}`],
        ...["-c", "SELECT labelfile FROM pg_backup_stop()"], // waits until the log of it is archived
      ],
      { PGUSER: "postgres" },
    );
    const [label] = /^START WAL LOCATION[\s\S]*/m.exec(stdout) ?? [];
    if (exitCode !== 0 || label === undefined) throw new Error(stderr);
    for (const name of ["postmaster.pid", "postmaster.opts"]) rmSync(join(folder, name), { force: true });
    execFileSync("find", [join(folder, "pg_wal"), "-type", "f", "-delete"]); // the archive has it
    writeFileSync(join(folder, "backup_label"), label);
    return { folder };
  }

  /** Puts what is written so far into the archive, as AWS does all the time. */
  public async flush(): Promise<void> {
    const switched = "SELECT pg_walfile_name(pg_switch_wal())";
    const file = await this.server.run("postgres", switched);
    const archived = `SELECT last_archived_wal >= '${file}' FROM pg_stat_archiver`;
    while ((await this.server.run("postgres", archived)) !== "t")
      await new Promise((next) => setTimeout(next, 50));
  }

  /** A server of its own with the data of that moment; it runs. */
  public async restore({ folder }: BaseCopy, until: Until): Promise<RealPostgres> {
    const restored = new RealPostgres();
    execFileSync("cp", ["--archive", folder, restored.data]);
    writeFileSync(join(restored.data, "recovery.signal"), "");
    this.give(restored.data, "--recursive");
    await restored.start({
      restore_command: `cp ${this.archive}/%f %p`,
      recovery_target_action: "promote",
      ...(until === "as it was copied"
        ? { recovery_target: "immediate" }
        : { recovery_target_time: until.at.replace("T", " ").replace("Z", "+00") }),
    });
    return restored;
  }

  public async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** To the user that the server runs as. */
  private give(path: string, ...options: string[]): void {
    if (process.getuid?.() !== 0) return;
    if (options.length === 0) chownSync(path, 65534, 65534);
    else execFileSync("chown", [...options, "65534:65534", path]);
  }
}
