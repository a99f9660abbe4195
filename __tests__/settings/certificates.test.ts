import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REGION } from "../../src/naming/region";
import { secretsIn } from "../../src/settings/secrets";

const bundle = readFileSync(
  join(__dirname, "..", "..", "src", "constructs", "migration", "rds-bundle.pem"),
  "utf8",
);
const key = `AQE${"b64Letters".repeat(5)}`;
const found = (text: string) => secretsIn(text).map(({ what }) => what);

it("the database's certificates are those of our region: another region has another bundle", () => {
  const certificates = bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const issuedFor = certificates.map((it) =>
    new X509Certificate(it).subject.includes(`RDS ${REGION} Root CA`),
  );
  expect(issuedFor).toEqual([true, true, true]);
});

it("a certificate is no secret, though a line of it looks like one", () => {
  expect(bundle).toMatch(/^AQE/m);
  expect(found(bundle)).toEqual([]);
});

it.each([
  ["after a certificate", `${bundle}${key}`],
  ["between two certificates", bundle.replace(/(?<=-----END CERTIFICATE-----\n)/, `${key}\n`)],
  ["between the words of a certificate that is none", bundle.replace("MIID", `password: ${key} `)],
])("a key is one %s", (_where, text) => {
  expect(found(text)).toContain("an Adyen key");
});
