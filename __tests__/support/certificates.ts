import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Creates a certificate authority in a folder, and a certificate for the host `localhost` that it has signed: `server.crt` and
 * `server.key`.
 *
 * @returns the certificate of the authority, in PEM format
 */
export function makeCertificates(folder: string): string {
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=Test authority");
  const name = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  openssl("req", "-new", ...key, "-keyout", "server.key", "-out", "server.csr", ...name);
  const signed = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-copy_extensions", "copy"];
  openssl("x509", "-req", "-in", "server.csr", ...signed, "-out", "server.crt");
  return readFileSync(join(folder, "ca.crt"), "utf8");
}
