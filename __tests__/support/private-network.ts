import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer as createProxy, request, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";

/**
 * A corporate network: connections to the outside go only through a proxy, which signs all hosts' certificates with the company's own
 * authority. For every host, the proxy connects to the same local `backend`.
 */
export class PrivateNetwork {
  private constructor(
    /** URL of the proxy, for `HTTPS_PROXY`. */
    public readonly proxy: string,
    /** Path of the file with the authority's certificate. */
    public readonly authority: string,
    /** `host:port` of all connections that were requested from the proxy. */
    public readonly asked: readonly string[],
    private readonly servers: readonly Server[],
  ) {}

  /**
   * Starts the network.
   *
   * @param folder folder for the certificates
   * @param backend URL of the backend: `http://127.0.0.1:<port>`
   * @param names host names for the certificate, as in `subjectAltName`
   */
  public static async open(
    folder: string,
    backend: string,
    names: readonly string[],
  ): Promise<PrivateNetwork> {
    const { key, cert, authority } = certify(folder, names);
    const far = createTlsServer({ key, cert }, (asked, answer) => {
      const { method, url, headers } = asked;
      const on = request(`${backend}${url}`, { ...(method && { method }), headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
        response.pipe(answer);
      });
      on.on("error", () => answer.destroy());
      asked.pipe(on);
    });
    const asked: string[] = [];
    const proxy = createProxy((_request, answer) => answer.writeHead(405).end());
    proxy.on("connect", ({ url = "" }, near) => {
      asked.push(url);
      const socket = connect((far.address() as AddressInfo).port, "127.0.0.1", () => {
        near.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        near.pipe(socket).pipe(near);
      });
      near.on("error", () => socket.destroy());
      socket.on("error", () => near.destroy());
    });
    for (const server of [far, proxy]) await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = proxy.address() as AddressInfo;
    return new PrivateNetwork(`http://127.0.0.1:${port}`, authority, asked, [proxy, far as Server]);
  }

  public close(): void {
    for (const server of this.servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}

function certify(folder: string, names: readonly string[]): { key: Buffer; cert: Buffer; authority: string } {
  const file = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) =>
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...newKey,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-subj",
    "/CN=authority",
    "-days",
    "2",
  );
  openssl("req", ...newKey, "-keyout", "far.key", "-out", "far.csr", "-subj", "/CN=far");
  writeFileSync(file("far.ext"), `subjectAltName = ${names.join(", ")}\n`);
  openssl(
    ..."x509 -req -in far.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile far.ext -out far.pem".split(
      " ",
    ),
  );
  return {
    key: readFileSync(file("far.key")),
    cert: readFileSync(file("far.pem")),
    authority: file("ca.pem"),
  };
}
