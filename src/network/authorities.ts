import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";

/**
 * Returns the certificate authorities that are trusted in calls to AWS, in PEM form. If `AWS_CA_BUNDLE` is set, the authorities in that
 * file replace the authorities of Node.js, as in Terraform and the AWS CLI. The authorities in the file `NODE_EXTRA_CA_CERTS` are trusted
 * too, as everywhere in Node.js.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ca-bundle.html
 *
 * @returns undefined if `AWS_CA_BUNDLE` is not set. Then the authorities of Node.js are trusted
 * @throws Error if a file cannot be read, or if it contains no certificate
 */
export function awsAuthorities(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  if (!env.AWS_CA_BUNDLE) return undefined;
  const extra = env.NODE_EXTRA_CA_CERTS ? [read("NODE_EXTRA_CA_CERTS", env.NODE_EXTRA_CA_CERTS)] : [];
  return [read("AWS_CA_BUNDLE", env.AWS_CA_BUNDLE), ...extra];
}

/**
 * Returns the certificate authorities that are trusted for hosts outside of AWS, such as GitHub and download servers. People usually set
 * `AWS_CA_BUNDLE` because of a proxy that signs the certificates of all hosts with its own authority. So the authorities of `AWS_CA_BUNDLE`
 * are trusted, and those of Node.js too.
 *
 * @returns undefined if `AWS_CA_BUNDLE` is not set
 */
export function allAuthorities(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  const bundle = awsAuthorities(env);
  return bundle && [...rootCertificates, ...bundle];
}

function read(variable: string, file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`${variable} names "${file}", which cannot be read: ${(error as Error).message}`);
  }
  if (!text.includes("-----BEGIN CERTIFICATE-----")) {
    throw new Error(`${variable} names "${file}", which contains no certificate in PEM format`);
  }
  return text;
}
