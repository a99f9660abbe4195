import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TLSSocket } from "node:tls";
import { makeCertificates } from "../support/certificates";
import { refusal } from "./token";

/** The number by which a client asks for TLS. https://www.postgresql.org/docs/16/protocol-message-formats.html */
const SSL_REQUEST = 80877103;

/**
 * What stands before an Aurora cluster's PostgreSQL, and before a test's: an endpoint that wants TLS and then an IAM token for a password.
 * Behind it is a real server, which asks for nothing more. Which server that is can change, as behind an endpoint in a failover.
 */
export class Door {
  /** PEM of the authority that signed its certificate, which is for `localhost`. */
  public readonly certificateAuthority: string;
  /** Whether a token is taken: why it is refused. Tests put other answers here. */
  public judge = refusal;
  /** Tokens that were shown, in order. */
  public readonly tokens: string[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), "door-"));
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor(
    /** Port of the PostgreSQL server on this machine. */
    public behind: number,
  ) {
    this.certificateAuthority = makeCertificates(this.folder);
    const [key, cert] = ["server.key", "server.crt"].map((file) => readFileSync(join(this.folder, file)));
    this.server = createServer((socket) => {
      this.keep(socket);
      socket.once("data", (asked) => {
        if (asked.length !== 8 || asked.readUInt32BE(4) !== SSL_REQUEST) return socket.destroy();
        socket.write("S");
        const secured = new TLSSocket(socket, { isServer: true, ...(key && cert && { key, cert }) });
        this.keep(secured);
        secured.once("data", (startup) => this.ask(secured, startup));
        return;
      });
    });
  }

  /** @param behind port of the PostgreSQL server on this machine */
  public static async open(behind: number): Promise<Door> {
    const door = new Door(behind);
    door.server.listen(0, "localhost");
    await once(door.server, "listening");
    return door;
  }

  public get port(): number {
    const address = this.server.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  }

  /** Ends every connection, as a server that goes does. */
  public cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  public async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, "close");
    rmSync(this.folder, { recursive: true });
  }

  /** Asks whoever begins a session for the password in plain text, as RDS does inside TLS. */
  private ask(client: Socket, startup: Buffer): void {
    const words = startup.subarray(8).toString("utf8").split("\0");
    const user = words[words.indexOf("user") + 1] ?? "";
    client.write(message("R", Buffer.from([0, 0, 0, 3])));
    client.once("data", (answer) => {
      const token = answer.subarray(5, -1).toString("utf8");
      this.tokens.push(token);
      if (this.judge(token, `localhost:${this.port}`, user) !== undefined) {
        const fields = [
          "SFATAL",
          "VFATAL",
          "C28000",
          `MPAM authentication failed for user "${user}"`,
          "",
          "",
        ];
        return client.end(message("E", Buffer.from(fields.join("\0"))));
      }
      const server = connect(this.behind, "localhost", () => server.write(startup));
      this.keep(server);
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        from.pipe(to);
        from.on("close", () => to.destroy());
      }
      return;
    });
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => this.sockets.delete(socket));
  }
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
