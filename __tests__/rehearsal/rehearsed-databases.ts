import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { BackedUpPostgres, type BaseCopy } from "../support/backed-up-postgres";
import type { RealPostgres } from "../support/real-postgres";

/** What the emulator says: a call of AWS, or which server stands for a cluster. */
type Question =
  | { readonly snapshot: string; readonly cluster: string }
  | { readonly restore: string; readonly snapshot: string }
  | { readonly restore: string; readonly cluster: string; readonly at: string | null }
  | { readonly connect: string };

/** The master user of every cluster, as on RDS no superuser. */
const MASTER = "cluster_owner";

/** PostgreSQL servers that stand for an emulated account's clusters. Their data moves as AWS's calls say, by base copies and archived logs. */
export class RehearsedDatabases {
  /** Where the emulator asks. */
  public endpoint = "";
  private readonly source = new BackedUpPostgres();
  private readonly restored = new Map<string, RealPostgres>();
  private readonly snapshots = new Map<string, BaseCopy>();
  private backup: BaseCopy | undefined;
  private readonly answers = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const answer = await this.answer(JSON.parse(body)).catch((error: Error) => error);
    response.statusCode = answer instanceof Error ? 500 : 200;
    response.end(answer instanceof Error ? String(answer) : JSON.stringify(answer));
  });

  /** @param cluster name of the cluster that the one server stands for that is no restored one */
  public constructor(private readonly cluster: string) {}

  public async open(): Promise<void> {
    await this.source.start();
    await this.server().run(
      "postgres",
      `CREATE ROLE rds_iam;
      CREATE ROLE ${MASTER} LOGIN CREATEROLE;
      GRANT rds_iam TO ${MASTER} WITH ADMIN OPTION`,
    );
    await this.server().run("postgres", `CREATE DATABASE transactions OWNER ${MASTER}`);
    this.answers.listen(0, "127.0.0.1");
    await once(this.answers, "listening");
    this.endpoint = `http://127.0.0.1:${(this.answers.address() as AddressInfo).port}`;
  }

  /** The server that stands for a cluster. @default cluster - the source */
  public server(cluster = this.cluster): RealPostgres {
    const server = cluster === this.cluster ? this.source.server : this.restored.get(cluster);
    if (server === undefined) throw new Error(`no server stands for ${cluster}`);
    return server;
  }

  /** The variables of a task of a cluster. */
  public variables(cluster = this.cluster): Record<string, string> {
    const server = this.server(cluster);
    return {
      ...server.variables,
      PGDATABASE: "transactions",
      PGUSER: MASTER,
      DATABASE_CA_BUNDLE: server.certificateAuthority,
    };
  }

  /** Makes the copy that later points in time are restored from, as AWS does every night. */
  public async backUp(): Promise<void> {
    this.backup = await this.source.copy();
  }

  public async close(): Promise<void> {
    this.answers.close();
    for (const server of this.restored.values()) await server.stop();
    await this.source.stop();
  }

  private async answer(question: Question): Promise<object> {
    if ("connect" in question) {
      const { connect } = question;
      return connect === this.cluster || this.restored.has(connect) ? this.variables(connect) : {};
    }
    if (!("restore" in question)) {
      if (question.cluster === this.cluster) this.snapshots.set(question.snapshot, await this.source.copy());
      return {};
    }
    // PostgreSQL recovers to a time only where a later transaction ends it; Aurora needs none.
    await this.server().run("postgres", "SELECT pg_current_xact_id()");
    await this.source.flush();
    const [copy, until] =
      "snapshot" in question
        ? [this.snapshots.get(question.snapshot), "as it was copied" as const]
        : [this.backup, { at: question.at ?? new Date().toISOString() }];
    if (copy === undefined) throw new Error(`nothing to restore: ${JSON.stringify(question)}`);
    this.restored.set(question.restore, await this.source.restore(copy, until));
    return {};
  }
}
