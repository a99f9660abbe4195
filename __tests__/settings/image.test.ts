import { isPinned, parseEcrImage } from "../../src/settings/image";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("an image is pinned", () => {
  it.each([
    "nginx:1.27.3",
    "postgres:16", // a tag, not a port
    "ghcr.io/team/app:v1.4.2-rc.1",
    "registry.example.com:5000/team/app:1",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/app:1.4.2",
    `ghcr.io/team/app@${DIGEST}`,
    `ghcr.io/team/app:1.4.2@${DIGEST}`,
    `ghcr.io/team/app:latest@${DIGEST}`, // the digest decides
    "app:latest-1", // only the tag "latest" itself moves by convention
    `app:${"a".repeat(128)}`,
  ])("%s", (image) => {
    expect(isPinned(image)).toBe(true);
  });
});

describe("an image is not pinned", () => {
  it.each([
    "",
    "nginx",
    "nginx:",
    "nginx:latest",
    "${aws_vpc.network_vpc.id}:1", // no image, but a Terraform template
    " app:1",
    "app:1\n",
    ":1",
    "Team/App:1",
    "team//app:1",
    `@${DIGEST}`,
    `app@${DIGEST}@x`,
    "registry.example.com:5000/team/app", // the colon is the port's
    "ghcr.io/team/app:-1",
    `app:${"a".repeat(129)}`,
    "ghcr.io/team/app@sha256:0123",
    `ghcr.io/team/app@${DIGEST.toUpperCase()}`,
    `ghcr.io/team/app@md5:${"0".repeat(32)}`,
    "ghcr.io/team/app:1.4.2@",
  ])("%s", (image) => {
    expect(isPinned(image)).toBe(false);
  });
});

describe("an ECR image", () => {
  it("is taken apart into account, region and repository", () => {
    expect(parseEcrImage("123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app:1.4.2")).toEqual({
      accountId: "123456789012",
      region: "eu-west-1",
      repository: "team/app",
    });
  });

  it.each([`@${DIGEST}`, `:1.4.2@${DIGEST}`])("may be pinned by digest: %s", (pin) => {
    expect(parseEcrImage(`123456789012.dkr.ecr.us-east-1.amazonaws.com/app${pin}`)).toEqual({
      accountId: "123456789012",
      region: "us-east-1",
      repository: "app",
    });
  });

  it("is none with another character in the name of its registry, or without a part of it", () => {
    const parts = ["123456789012", ".dkr.ecr.", "us-east-1", ".amazonaws.com/", "app", ":1.4.2"];
    const other = parts.flatMap((part, index) => {
      const letters = /app|:1/.test(part) ? [] : Array.from(part, (_, at) => at);
      const swapped = letters.map((at) => `${part.slice(0, at)}X${part.slice(at + 1)}`);
      return [...swapped, ""].map((it) => parts.with(index, it).join(""));
    });
    expect(other.filter((image) => parseEcrImage(image) !== undefined)).toEqual([]);
  });

  it.each([
    "public.ecr.aws/docker/library/postgres:16.8-alpine",
    "ghcr.io/stefanprodan/podinfo:6.7.1",
    "12345.dkr.ecr.us-east-1.amazonaws.com/app:1",
    "evil.example.com/123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1",
    "123456789012.dkr.ecr.us-east-1.amazonaws.com.example.com/app:1",
  ])("is not %s", (image) => {
    expect(parseEcrImage(image)).toBeUndefined();
  });
});
