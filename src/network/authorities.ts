import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";

/**
 * The certificates of the authorities that `AWS_CA_BUNDLE` names. As in Terraform and the AWS CLI, calls of AWS trust these
 * and no others; those of `NODE_EXTRA_CA_CERTS` are trusted too, as everywhere in Node.js.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ca-bundle.html
 *
 * @default - `undefined`, for those of Node.js, where `AWS_CA_BUNDLE` is not set
 * @throws Error where a file cannot be read, or holds no certificate
 */
export function awsAuthorities(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  if (!env.AWS_CA_BUNDLE) return undefined;
  const extra = env.NODE_EXTRA_CA_CERTS ? [read("NODE_EXTRA_CA_CERTS", env.NODE_EXTRA_CA_CERTS)] : [];
  return [read("AWS_CA_BUNDLE", env.AWS_CA_BUNDLE), ...extra];
}

/**
 * The authorities for hosts outside of AWS, such as GitHub and downloads. A bundle is set because a proxy on the way signs with
 * an authority of its own, also for these hosts. The bundle is trusted beside the authorities of Node.js.
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
    throw new Error(`${variable} names "${file}", which holds no certificate in the form PEM`);
  }
  return text;
}
