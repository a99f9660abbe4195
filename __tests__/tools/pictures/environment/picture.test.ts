import { PALETTES } from "../../../../src/release/report/style";
import { environmentPicture, THEMES } from "../../../../src/tools/pictures/environment/picture";
import { STYLES } from "../../../../src/tools/pictures/environment/text";
import { CUSTOM, EPHEMERAL, PRIVATE } from "../../../support/environments";
import { type Attributes, synthesized } from "../../../support/synthesized";
import { faultsOf, textsOf } from "./laid-out";

/** The texts of a picture, of what is changed after it was synthesized. */
function drawn(overrides: object, change: (resources: Attributes) => void = () => {}): readonly string[] {
  const json = structuredClone(synthesized(overrides as Attributes).document);
  change(json.resource);
  return textsOf(environmentPicture(json, "light")).map(({ text }) => text);
}
const wordsOf = (svg: string): string => /<desc[^>]*>([^<]*)/.exec(svg)?.[1] ?? "";

const ONLY_PRODUCTION = [
  "AWS WAF",
  "Interface endpoints",
  "HTTPS 443",
  "HTTP 80 → 443",
  "payments.example.com",
  "3 NAT gateways",
  "kms-key-x1",
];

describe("the picture of an environment", () => {
  it("has of production what ephemeral lacks, and the other way round", () => {
    const [production, ephemeral] = [drawn(PRIVATE), drawn(EPHEMERAL)];
    for (const text of ONLY_PRODUCTION) {
      expect(production).toContain(text);
      expect(ephemeral).not.toContain(text);
    }
    expect(ephemeral).toEqual(expect.arrayContaining(["NAT gateway", "HTTP 80", "→ nobody subscribes yet"]));
    expect(production).not.toContain("HTTP 80");
  });

  it("follows each setting that changes what is drawn", () => {
    const network = { ...PRIVATE.network, natGateways: "one", interfaceEndpoints: false };
    const production = drawn({ ...PRIVATE, network });
    expect(production).toContain("NAT gateway");
    expect(production).not.toContain("Interface endpoints");

    const ephemeral = drawn({
      waf: { enabled: true },
      weights: { blue: 30, green: 70 },
      customerManagedKey: true,
      application: { green: { containerPort: 9443 } },
    });
    const expected = ["AWS WAF", "30 %", "70 %", "blue 30 %", "green 70 %", "kms-key-x1", "9898", "9443"];
    expect(ephemeral).toEqual(expect.arrayContaining(expected));
  });

  it("follows what no setting changes: without NAT gateways, flow logs or alarms, none is drawn", () => {
    const texts = drawn(EPHEMERAL, (resources) => {
      for (const type of ["aws_nat_gateway", "aws_flow_log", "aws_cloudwatch_metric_alarm"])
        resources[type] = {};
    });
    expect(texts.filter((text) => /NAT|logged/.test(text))).toEqual([]);
    expect(texts).toContain("0 alarms, a dot each");
  });

  it("says in words who may talk to whom, and on which port, by rules of both sides", () => {
    const { document } = synthesized(PRIVATE);
    const words = wordsOf(environmentPicture(document, "light"));
    expect(words).toContain("the internet to load balancer on 80, 443");
    expect(words).toContain("load balancer to tasks on 8080");
    expect(words).toContain("tasks to database on 5432");

    const without = structuredClone(document);
    delete without.resource.aws_vpc_security_group_ingress_rule.firewall_tasks_to_database_ingress;
    expect(wordsOf(environmentPicture(without, "light"))).not.toContain("tasks to database");
  });

  it("refuses a connection that it has no place for", () => {
    const change = (resources: Attributes) => {
      const rules = resources.aws_vpc_security_group_egress_rule;
      rules.new = {
        ...rules.firewall_tasks_to_s3_egress,
        security_group_id: "${aws_security_group.firewall_database_security_group.id}",
      };
    };
    expect(() => drawn(EPHEMERAL, change)).toThrow(
      "the picture has no place for the connection from database to S3",
    );
  });

  it("draws what holds data under the key that encrypts it", () => {
    const texts = drawn(PRIVATE, (resources) => {
      resources.aws_cloudwatch_log_group.more = { kms_key_id: "arn:aws:kms:us-east-1:123456789012:key/0a1b" };
    });
    const from = (key: string) => texts.slice(texts.indexOf(key));
    expect(from("kms-key-x1").slice(2)).toEqual(
      expect.arrayContaining(["Aurora and its backups", "master password"]),
    );
    expect(from("0a1b").slice(0, 3)).toEqual(["0a1b", "a KMS key from outside", "1 log group"]);
  });

  it("does not give away addresses by which somebody is told", () => {
    const texts = drawn(CUSTOM);
    expect(texts).toContain("→ https events.example.com");
    expect(texts.join()).not.toContain("k3y");
  });

  it("says of each alarm what it is on", () => {
    const resources = synthesized(PRIVATE).document.resource;
    const alarms = Object.values<Attributes>(resources.aws_cloudwatch_metric_alarm);
    const count = (part: string) => alarms.filter((it) => it.alarm_name.includes(`alarm-${part}`)).length;
    const svg = environmentPicture(synthesized(PRIVATE).document, "light");
    const dots = (on: string) => svg.split(`class="dot ${on}"`).length - 1;
    for (const color of ["blue", "green"]) expect([color, dots(color)]).toEqual([color, count(`${color}-`)]);
    expect(dots("database")).toBe(count("database-"));
    expect(svg.split('class="dot ').length - 1).toBe(alarms.length);
  });

  it.each([["ephemeral", EPHEMERAL] as const, ["production", PRIVATE] as const])(
    "of %s has nothing that overlaps, also in a wide font",
    (_, overrides) => {
      const svg = environmentPicture(synthesized(overrides).document, "light");
      expect([faultsOf(svg), faultsOf(svg, 1.19)]).toEqual([[], []]);
    },
  );

  it("has no letters under 11 pixels, and a title and a description", () => {
    expect(Math.min(...Object.values(STYLES).map(({ size }) => size))).toBeGreaterThanOrEqual(11);
    const svg = environmentPicture(synthesized(EPHEMERAL).document, "dark");
    expect(svg).toMatch(/role="img" aria-labelledby="title about">\s*<title id="title">Environment x1</);
  });
});

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const luminance = (color: string) => {
    const long = color.length === 4 ? color.replace(/[0-9a-f]/g, "$&$&") : color;
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(long.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [one, other].map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

it.each(THEMES)("letters of the %s palette stand out from what is behind them", (theme) => {
  const colors = new Map(PALETTES[theme].split(";").map((it) => it.slice(2).split(":") as [string, string]));
  for (const letters of ["ink", "soft", "blue", "green"]) {
    for (const behind of ["bg", "card"]) {
      const ratio = contrast(colors.get(letters) ?? "", colors.get(behind) ?? "");
      expect([letters, behind, ratio >= 4.5]).toEqual([letters, behind, true]);
    }
  }
});
