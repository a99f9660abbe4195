import { migrationHttpsCidrBlocks, taskHttpsCidrBlocks } from "../../src/settings/egress";
import { EPHEMERAL, ecrImage, PRIVATE, PRODUCTION } from "../support/environments";
import { settingsOf } from "../support/problems";
import type { Overrides } from "../support/synthesize";

const ranges = (overrides: Overrides) => taskHttpsCidrBlocks(settingsOf(overrides));
const migrationRanges = (overrides: Overrides) => migrationHttpsCidrBlocks(settingsOf(overrides));
const elsewhere = { image: ecrImage("team/app", "1").replace("us-east-1", "eu-west-1") };
const publicImage = { image: "ghcr.io/team/app:1.4.2" };

describe("tasks call the whole world on 443", () => {
  it.each<[why: string, overrides: Overrides]>([
    ["in ephemeral, which has no interface endpoints", EPHEMERAL],
    ["in production with the default images", PRODUCTION],
    [
      "when blue's image is public",
      { ...PRIVATE, application: { ...PRIVATE.application, blue: publicImage } },
    ],
    [
      "when green's image is public",
      { ...PRIVATE, application: { ...PRIVATE.application, green: publicImage } },
    ],
    [
      "when an image is in another region's registry",
      { ...PRIVATE, application: { ...PRIVATE.application, blue: elsewhere } },
    ],
    ["when there are no interface endpoints", { ...PRIVATE, network: { interfaceEndpoints: false } }],
  ])("%s", (_why, overrides) => {
    expect(ranges(overrides)).toEqual(["0.0.0.0/0"]);
  });
});

describe("tasks call on 443, with private images and interface endpoints,", () => {
  it("the configured outside services", () => {
    expect(ranges(PRIVATE)).toEqual(["203.0.113.0/24", "198.51.100.7/32"]);
  });

  it("nobody outside, when none is configured", () => {
    expect(ranges({ ...PRIVATE, network: {} })).toEqual([]);
  });

  it("nobody more, when the migration's image is public", () => {
    expect(ranges({ ...PRIVATE, migration: publicImage })).toEqual(ranges(PRIVATE));
  });
});

describe("the migration task calls on 443", () => {
  it.each<[why: string, overrides: Overrides]>([
    ["in ephemeral, which has no interface endpoints", EPHEMERAL],
    ["with the default image", PRODUCTION],
    ["when its image is in another region's registry", { ...PRIVATE, migration: elsewhere }],
    ["when there are no interface endpoints", { ...PRIVATE, network: { interfaceEndpoints: false } }],
  ])("the whole world %s", (_why, overrides) => {
    expect(migrationRanges(overrides)).toEqual(["0.0.0.0/0"]);
  });

  it("nobody, with a private image and interface endpoints, whatever the application calls", () => {
    expect(migrationRanges(PRIVATE)).toEqual([]);
    const application = { ...PRIVATE.application, blue: publicImage };
    expect(migrationRanges({ ...PRIVATE, application })).toEqual([]);
  });
});
