import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RealPostgres } from "./real-postgres";

/** A base backup: a copy of a running server's files. It is consistent only together with the write-ahead log. */
export interface BaseCopy {
  readonly folder: string;
}

/** The recovery target: how far a restored server replays the write-ahead log. */
export type Until = { readonly at: string } | "as it was copied";

/**
 * A PostgreSQL server that archives its write-ahead log. A restore uses a base backup and the archive, as PostgreSQL's manual describes.
 * https://www.postgresql.org/docs/16/continuous-archiving.html
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

  /** Makes a base backup while the server runs. */
  public async copy(): Promise<BaseCopy> {
    this.copies += 1;
    const folder = join(this.folder, `copy-${this.copies}`);
    // All statements run in one session, because a backup ends with the session that began it.
    const { exitCode, stdout, stderr } = await this.server.command(
      [
        ...["psql", "-XAtq", "-v", "ON_ERROR_STOP=1"],
        ...["-c", "SELECT pg_backup_start('copy', fast => true)"],
        ...["-c", `\\! cp --archive ${this.server.data} ${folder}`],
        ...["-c", "SELECT labelfile FROM pg_backup_stop()"], // waits until the write-ahead log of the backup is archived
      ],
      { PGUSER: "postgres" },
    );
    const [label] = /^START WAL LOCATION[\s\S]*/m.exec(stdout) ?? [];
    if (exitCode !== 0 || label === undefined) throw new Error(stderr);
    for (const name of ["postmaster.pid", "postmaster.opts"]) rmSync(join(folder, name), { force: true });
    execFileSync("find", [join(folder, "pg_wal"), "-type", "f", "-delete"]); // the archive contains the log
    writeFileSync(join(folder, "backup_label"), label);
    return { folder };
  }

  /** Waits until everything that was written so far is archived. Aurora does this continuously. */
  public async flush(): Promise<void> {
    const switched = "SELECT pg_walfile_name(pg_switch_wal())";
    const file = await this.server.run("postgres", switched);
    const archived = `SELECT last_archived_wal >= '${file}' FROM pg_stat_archiver`;
    while ((await this.server.run("postgres", archived)) !== "t")
      await new Promise((next) => setTimeout(next, 50));
  }

  /** Starts another server with the data at the recovery target. */
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

  /** Makes the user of the server the owner of a path. */
  private give(path: string, ...options: string[]): void {
    if (process.getuid?.() !== 0) return;
    if (options.length === 0) chownSync(path, 65534, 65534);
    else execFileSync("chown", [...options, "65534:65534", path]);
  }
}
