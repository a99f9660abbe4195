import { readFileSync } from "node:fs";
import { join } from "node:path";
import { outsideCalls, type SettingsFile, settingsOfCopy } from "../../src/restore/settings-of-copy";
import { checkSettings } from "../../src/settings/load";

const PRODUCTION: SettingsFile = JSON.parse(
  readFileSync(join(__dirname, "../../environments/prod.example.json"), "utf8"),
);
const restoreFrom = { cluster: "aurora-cluster-prod", at: "2026-11-26T10:00:00Z" };
const copyOf = (source: SettingsFile, isDrill = false) =>
  settingsOfCopy(source, { suffix: "prod-restore", restoreFrom, engineVersion: "16.9", isDrill });

describe("a restored environment", () => {
  it("has the settings of its source, a name and an origin of its own", () => {
    const { settings, differences } = copyOf(PRODUCTION);
    expect(settings).toEqual({
      ...PRODUCTION,
      https: { domainName: "prod-restore.payments.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" },
      database: { engineVersion: "16.9", restoreFrom },
    });
    expect(checkSettings({ ...settings })).toHaveProperty("settings");
    expect(differences).toEqual([
      "database.engineVersion is 16.9, the version of the restored data",
      "https.domainName is prod-restore.payments.example.com, in the same hosted zone",
    ]);
  });

  it("leaves the source's permissions boundary out, within which only the source's roles can work", () => {
    const access = { permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/permissions-boundary-prod" };
    const { settings, differences } = copyOf({ access, database: { engineVersion: "16.9" } });
    expect(settings).toEqual({ access: {}, database: { engineVersion: "16.9", restoreFrom } });
    expect(differences).toEqual([
      "access.permissionsBoundaryArn is left out: the source's permissions boundary allows only the source's resources; if the account requires a permissions boundary, write the ARN of the permissions boundary for prod-restore into the file",
    ]);
  });

  it("keeps key, users and alarms, and leaves out what would outlive it, or would be paid twice", () => {
    const kept = {
      profile: "ephemeral",
      weights: { blue: 100, green: 0 },
      monitoring: { maxErrorPercent: 3 },
      access: { databaseClientSecurityGroupIds: ["sg-0123456789abcdef0"] },
    };
    const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/1";
    const database = { kmsKeyArn, engineVersion: "16.9", deletionProtection: true };
    const left = {
      finalSnapshot: true,
      allowMajorVersionUpgrade: true,
      restoreFrom: { cluster: "aurora-cluster-old" },
    };
    const { settings, differences } = copyOf({
      ...kept,
      network: { cidrBlock: "10.1.0.0/16", httpsEgressCidrBlocks: ["198.51.100.0/24"] },
      database: { ...database, ...left },
    });
    expect(settings).toEqual({
      ...kept,
      network: { cidrBlock: "10.1.0.0/16" },
      database: { ...database, restoreFrom },
    });
    expect(differences.map((line) => line.split(" ")[0])).toEqual([
      "database.finalSnapshot",
      "database.allowMajorVersionUpgrade",
      "network.httpsEgressCidrBlocks",
    ]);
  });

  it("warns if its tasks can call a payment provider", () => {
    const warningOf = (source: SettingsFile) => {
      const checked = checkSettings({ ...copyOf(source).settings });
      return "settings" in checked && outsideCalls("prod-restore", checked.settings);
    };
    const network = { httpsEgressCidrBlocks: ["198.51.100.0/24"], interfaceEndpoints: false };
    const { interfaceEndpoints: _, ...endpoints } = network;
    expect(warningOf({ ...PRODUCTION, network: endpoints })).toBeUndefined(); // the range is left out
    expect(warningOf({ ...PRODUCTION, network })).toContain(
      "the application's tasks in prod-restore can call 0.0.0.0/0 on port 443",
    );
  });

  it("can be destroyed where it is a drill's", () => {
    const source = { profile: "ephemeral", database: { deletionProtection: true, engineVersion: "16.9" } };
    expect(copyOf(source, true)).toEqual({
      settings: { profile: "ephemeral", database: { engineVersion: "16.9", restoreFrom } },
      differences: ["database.deletionProtection is left out: the drill destroys the restored environment"],
    });
  });

  it("keeps a certificate, and gives its name up", () => {
    const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/1";
    const https = { certificateArn, domainName: "payments.example.com", hostedZoneId: "Z1" };
    expect(copyOf({ https }).settings).toHaveProperty("https", { certificateArn });
  });

  it("is refused where its name is longer than the 64 characters that a certificate takes", () => {
    const named = (length: number) => ({ domainName: "a".repeat(length), hostedZoneId: "Z1" });
    const room = 64 - "prod-restore.".length;
    expect(copyOf({ https: named(room) }).settings).toHaveProperty("https.domainName.length", 64);
    expect(() => copyOf({ https: named(room + 1) })).toThrow(
      "longer than 64 characters, the limit for the name in a certificate",
    );
  });
});
