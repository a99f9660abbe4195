import { completed, type Person } from "../../src/init/ask";
import { type Answers, settingsOf } from "../../src/init/questions";

const WHOLE: Answers = {
  profile: "production",
  account: "123456789012",
  domain: "payments.example.com",
  zone: "Z0123456789ABCDEFGHIJ",
  subscribers: "on-call@example.com https://example.com/alarms +15550100",
};

/** Answers these lines one after another, and then is gone. */
function person(...lines: readonly string[]): Person & { readonly said: string[] } {
  const left = [...lines];
  const said: string[] = [];
  return { said, ask: async () => left.shift(), say: (line) => said.push(line) };
}

const messageOf = async (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => "not refused",
    (error: Error) => error.message,
  );
const refusal = async (given: Answers, who?: Person) =>
  (await messageOf(() => completed(given, who))).split("\n").map((line) => line.replace(/: .*/, ""));

describe("without a terminal", () => {
  it("takes production for granted, and names every option that is missing at once", async () => {
    expect(await refusal({})).toEqual([
      "--account <id> is missing",
      "--domain <name> is missing",
      "--zone <id> is missing",
      "--subscribers <address...> is missing",
    ]);
  });

  it("names what is wrong beside what is missing", async () => {
    expect(
      await messageOf(() => completed({ account: "12", domain: WHOLE.domain ?? "" }, undefined)),
    ).toMatch(
      /^--account: got "12", allowed: twelve digits\n--zone <id> is missing: .*\n--subscribers <address...> is missing: [^\n]*$/,
    );
  });

  it("misses nothing for an ephemeral environment", async () => {
    expect(await completed({ profile: "ephemeral" }, undefined)).toEqual({ profile: "ephemeral" });
  });

  it("goes on where nothing is missing", async () => {
    expect(await completed(WHOLE, undefined)).toEqual(WHOLE);
  });
});

describe("in a terminal", () => {
  it("asks for what no option says, and takes Enter for the defaults", async () => {
    const { account = "", ...rest } = WHOLE;
    const who = person(account, "", "");
    expect(await completed(rest, who)).toEqual(WHOLE);
    expect(who.said.map((line) => line.replace(/[:;] .*/, ""))).toEqual([
      "AWS account, twelve digits",
      "image of blue",
      "image of green",
    ]);
  });

  it("says what is allowed after a bad answer, and asks again", async () => {
    const who = person(
      "prodution",
      "production",
      "12",
      "",
      WHOLE.account ?? "",
      "Payments",
      WHOLE.domain ?? "",
      "payments.example.com",
      WHOLE.zone ?? "",
      "nobody",
      "a@b",
      "on-call@example.com",
      "node",
      "node:22.12.0",
      "",
    );
    expect(await completed({}, who)).toEqual({
      ...WHOLE,
      subscribers: "on-call@example.com",
      blueImage: "node:22.12.0",
    });
    expect(
      who.said.filter(
        (line) => line.startsWith("got ") || line.startsWith("the production profile requires"),
      ),
    ).toEqual([
      'got "prodution", allowed: "ephemeral", "production"',
      'got "12", allowed: twelve digits',
      "the production profile requires an answer; Ctrl-C stops without writing a file",
      'got "Payments", allowed: a host name such as "payments.example.com", at most 64 characters',
      'got "payments.example.com", allowed: a Route 53 hosted zone id such as "Z0123456789ABCDEFGHIJ"',
      'got "nobody", allowed: for the protocol email: an address such as on-call@example.com',
      'got "a@b", allowed: for the protocol email: an address such as on-call@example.com',
      'got "node", allowed: an image with an exact tag or a digest, such as "registry/name:1.4.2"; never "latest"',
    ]);
  });

  it("refuses options that are wrong before it asks anything", async () => {
    const who = person("");
    expect(await refusal({ zone: "X", domain: "payments.example.com" }, who)).toEqual(["--zone"]);
  });

  it("ends where the terminal has no more lines", async () => {
    expect(await refusal({}, person("production"))).toEqual(["no answer"]);
  });
});

it("subscribers are told by what their address looks like", () => {
  expect(
    settingsOf({ subscribers: "a@example.com, https://example.com/x  +15550100 1@example.com" }),
  ).toMatchObject({
    monitoring: {
      subscribers: [
        { protocol: "email", endpoint: "a@example.com" },
        { protocol: "https", endpoint: "https://example.com/x" },
        { protocol: "sms", endpoint: "+15550100" },
        { protocol: "email", endpoint: "1@example.com" },
      ],
    },
  });
});

it("what is not answered is not in the file", () => {
  expect(settingsOf({ profile: "ephemeral" })).toEqual({
    $schema: "./environment.schema.json",
    profile: "ephemeral",
  });
});

it("a hosted zone may be pasted as AWS lists it", () => {
  const { domain = "", zone = "" } = WHOLE;
  expect(settingsOf({ domain, zone: `/hostedzone/${zone}` })).toEqual(settingsOf({ domain, zone }));
});
