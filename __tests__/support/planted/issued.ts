import { letters } from "./letters";
import type { Planted } from "./planted";

const { some } = letters(7);
const json = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Random tokens in the formats of their issuers. */
const ISSUED: Readonly<Record<string, () => string>> = {
  "an AWS access key": () => `AKIA${some("base32", 16)}`,
  "a temporary AWS access key": () => `ASIA${some("base32", 16)}`,
  "a live Stripe key": () => `sk_live_${some("alphanumeric", 24)}`,
  "a new, long Stripe key": () => `sk_live_51${some("alphanumeric", 97)}`,
  "a restricted Stripe key": () => `rk_live_${some("alphanumeric", 24)}`,
  "a Stripe key for tests": () => `sk_test_${some("alphanumeric", 24)}`,
  "a Stripe webhook's secret": () => `whsec_${some("alphanumeric", 32)}`,
  "a GitHub token": () => `ghp_${some("alphanumeric", 36)}`,
  "a GitHub token of an app": () => `ghs_${some("alphanumeric", 36)}`,
  "a fine-grained GitHub token": () => `github_pat_${some("alphanumeric", 22)}_${some("alphanumeric", 59)}`,
  "a GitLab token": () => `glpat-${some("url", 20)}`,
  "a Slack bot's token": () => `xoxb-${some("digits", 12)}-${some("digits", 12)}-${some("alphanumeric", 24)}`,
  "a Slack user's token": () =>
    `xoxp-${some("digits", 12)}-${some("digits", 12)}-${some("digits", 12)}-${some("hex", 32)}`,
  "a Slack app's token": () => `xapp-1-A${some("upper", 10)}-${some("digits", 13)}-${some("hex", 64)}`,
  "a Google key": () => `AIza${some("url", 35)}`,
  "a Google client's secret": () => `GOCSPX-${some("url", 28)}`,
  "a SendGrid key": () => `SG.${some("url", 22)}.${some("url", 43)}`,
  "a Square token": () => `sq0atp-${some("url", 22)}`,
  "a Shopify token": () => `shpat_${some("hex", 32)}`,
  "an npm token": () => `npm_${some("alphanumeric", 36)}`,
  "a PyPI token": () => `pypi-AgEIcHlwaS5vcmc${some("url", 130)}`,
  "a Docker token": () => `dckr_pat_${some("url", 27)}`,
  "a Vault token": () => `hvs.${some("alphanumeric", 24)}`,
  "a Terraform Cloud token": () => `${some("alphanumeric", 14)}.atlasv1.${some("url", 67)}`,
  "a DigitalOcean token": () => `dop_v1_${some("hex", 64)}`,
  "a Databricks token": () => `dapi${some("hex", 32)}`,
  "a New Relic key": () => `NRAK-${some("upper", 27)}`,
  "a Grafana token": () => `glsa_${some("alphanumeric", 32)}_${some("hex", 8)}`,
  "a Mailgun key": () => `key-${some("hex", 32)}`,
  "a Postman key": () => `PMAK-${some("hex", 24)}-${some("hex", 34)}`,
  "a Linear key": () => `lin_api_${some("alphanumeric", 40)}`,
  "a Telegram bot's token": () => `${some("digits", 9)}:AA${some("url", 33)}`,
  "an OpenAI key": () => `sk-proj-${some("url", 48)}`,
  "an Anthropic key": () => `sk-ant-api03-${some("url", 93)}AA`,
  "a Hugging Face token": () => `hf_${some("alphanumeric", 34)}`,
  "a JSON Web Token": () =>
    `${`${json({ alg: "HS256", typ: "JWT" })}.${json({ sub: "svc", iat: 1 })}`}.${some("url", 43)}`,
  "an RSA key": () => `-----BEGIN RSA PRIVATE KEY-----\n${some("base64", 64)}\n-----END RSA PRIVATE KEY-----`,
  "a key of OpenSSH": () =>
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${some("base64", 70)}\n-----END OPENSSH PRIVATE KEY-----`,
  "a PKCS#8 key": () => `-----BEGIN PRIVATE KEY-----\n${some("base64", 64)}\n-----END PRIVATE KEY-----`,
  "a PGP key": () =>
    `-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n${some("base64", 64)}\n-----END PGP PRIVATE KEY BLOCK-----`,
};

export const BY_FORM = Object.entries(ISSUED).map(([what, make]): Planted => {
  const value = make();
  return { what, name: "SETTING", value, secret: value };
});
