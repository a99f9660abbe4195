import { service, taskDefinition } from "../../src/review/tasks";
import type { Attributes, Json, ResourceChange } from "../../src/review/terraform-plan";
import { changeOf, type MadeUp, reviewOf, saidIn } from "./made-up-plan";
import { keptListener, replaced } from "./made-up-traffic";

const CONTAINER = {
  name: "blue",
  image: "one:1",
  user: "10001:10001",
  environment: [
    { name: "LOG_LEVEL", value: "info" },
    { name: "PORT", value: "9898" },
  ],
  portMappings: [{ containerPort: 9898, hostPort: 9898, protocol: "tcp" }],
};

/** The container definitions as the provider reads them: with filled-in values, and in another order. */
const readBack = (container: object): Json =>
  JSON.stringify([
    {
      cpu: 0,
      essential: true,
      mountPoints: [],
      volumesFrom: [],
      systemControls: [],
      ...container,
      environment: [...(container as typeof CONTAINER).environment].reverse(),
    },
  ]);

const definition = (container: object, more: Attributes = {}): Attributes => ({
  container_definitions: readBack(container),
  cpu: "2048",
  memory: "4096",
  tags: {},
  ...more,
});

/** Another revision of blue's task definition. */
const blue = (
  container: object,
  more: Attributes = {},
  planned = JSON.stringify([container]),
): ResourceChange => {
  const it = replaced(taskDefinition("blue"), definition(CONTAINER), {
    ...definition(container, more),
    container_definitions: planned,
  });
  return forcedBy("container_definitions", it);
};

const forcedBy = (name: string, it: ResourceChange): ResourceChange => ({
  ...it,
  change: { ...it.change, replace_paths: [[name]] },
});

const said = (changes: readonly ResourceChange[], green = 20, more: Partial<MadeUp> = {}) =>
  saidIn({ ...more, changes: [keptListener(green), ...changes] }, "Tasks");

const PAST_ANY_RELEASE =
  ": blue carries the most traffic, so this deployment reaches users without a release; ECS rolls back only if new tasks do not become healthy or a deployment alarm is in ALARM";
const IMAGE =
  ": blue carries the most traffic, so this deployment reaches users without a release; instead, deploy the image to green, and then start a release to green";

describe("what runs on the color with most of the traffic", () => {
  it.each<[string, ResourceChange, string]>([
    ["image", blue({ ...CONTAINER, image: "one:2" }), `image: one:1 → one:2${IMAGE}`],
    [
      "environment variable",
      blue({ ...CONTAINER, environment: [{ name: "LOG_LEVEL", value: "debug" }, CONTAINER.environment[1]] }),
      `environment LOG_LEVEL: info → debug${PAST_ANY_RELEASE}`,
    ],
    [
      "new environment variable",
      blue({ ...CONTAINER, environment: [...CONTAINER.environment, { name: "MODE", value: "" }] }),
      `environment MODE: nothing → ${PAST_ANY_RELEASE}`,
    ],
    [
      "port",
      blue({ ...CONTAINER, portMappings: [{ containerPort: 8080, hostPort: 9898, protocol: "tcp" }] }),
      `portMappings[0].containerPort: 9898 → 8080${PAST_ANY_RELEASE}`,
    ],
    ["user", blue({ ...CONTAINER, user: "0" }), `user: 10001:10001 → 0${PAST_ANY_RELEASE}`],
    [
      "command",
      blue({ ...CONTAINER, command: ["sh", "-c", "sleep"] }),
      `command: nothing → ["sh","-c","sleep"]${PAST_ANY_RELEASE}`,
    ],
    [
      "secret",
      blue({ ...CONTAINER, secrets: [{ name: "KEY", valueFrom: "arn:x" }] }),
      `secrets KEY: nothing → arn:x${PAST_ANY_RELEASE}`,
    ],
    ["CPU", forcedBy("cpu", blue(CONTAINER, { cpu: "256" })), `cpu: 2048 → 256${PAST_ANY_RELEASE}`],
    [
      "image and memory",
      blue({ ...CONTAINER, image: "one:2" }, { memory: "512" }),
      `image: one:1 → one:2; memory: 4096 → 512${PAST_ANY_RELEASE}`,
    ],
    [
      "not essential container",
      blue({ ...CONTAINER, essential: false }),
      `essential: true → false${PAST_ANY_RELEASE}`,
    ],
    [
      "second container",
      blue(CONTAINER, {}, JSON.stringify([CONTAINER, { name: "spy", image: "two" }])),
      `[1].cpu: nothing → 0; [1].essential: nothing → true; [1].name: nothing → spy; [1].image: nothing → two${PAST_ANY_RELEASE}`,
    ],
  ])("is warned about: another %s", (_, change, what) => {
    expect(said([change])).toEqual([`! blue (80 % of the requests) gets other tasks: ${what}`]);
    expect(said([change], 0)).toEqual([`! blue (100 % of the requests) gets other tasks: ${what}`]);
  });

  it("is a note on the other color, and where nobody is answered yet", () => {
    const [share] = [said([blue({ ...CONTAINER, image: "one:2" })], 90)];
    expect(share).toEqual(["blue (10 % of the requests) gets other tasks: image: one:1 → one:2"]);
  });

  it("is warned about, also on the other color, where another tag of the default image no longer runs the default application", () => {
    const from = (image: string) =>
      forcedBy(
        "container_definitions",
        replaced(
          taskDefinition("blue"),
          definition({ ...CONTAINER, image: "node:22.12.0-alpine", command: ["node", "-e", "serve"] }),
          definition({ ...CONTAINER, image }),
        ),
      );
    const lost = 'command: ["node","-e","serve"] → nothing';
    const why =
      ". The old image is a default image. The new image is from the same repository, but it is not a default image. No image in this repository contains an application, and this project adds its default application only to tasks with a default image. So the new tasks run no application and do not become healthy, and ECS rolls the deployment back";
    expect(said([from("node:22.20.0-alpine")], 90)).toEqual([
      `! blue (10 % of the requests) gets other tasks: image: node:22.12.0-alpine → node:22.20.0-alpine; ${lost}${why}`,
    ]);
    expect(said([from("node:22.12.0-alpine@sha256:0a")])[0]).toContain(`${PAST_ANY_RELEASE}${why}`);
    // Another repository is the team's own application.
    expect(said([from("ghcr.io/team/node:1")], 90)).toEqual([
      `blue (10 % of the requests) gets other tasks: image: node:22.12.0-alpine → ghcr.io/team/node:1; ${lost}`,
    ]);
  });

  it("is warned about where nobody knows how many requests it gets", () => {
    const changes = [blue({ ...CONTAINER, user: "0" })];
    expect(saidIn({ changes }, "Tasks")).toEqual([
      `! blue (an unknown share of the requests) gets other tasks: user: 10001:10001 → 0${PAST_ANY_RELEASE.replace("carries", "may carry")}`,
    ]);
  });

  it("is nothing where only what ECS fills in, an order or a tag differs", () => {
    expect(said([forcedBy("family", blue(CONTAINER))])).toEqual([]);
    const tagged = changeOf(
      taskDefinition("blue"),
      definition(CONTAINER),
      definition(CONTAINER, { tags: { a: "1" } }),
    );
    expect(said([tagged])).toEqual([]);
  });

  it("may be what is hidden, where another document has no value that differs", () => {
    const secret = (value: string) => ({ ...CONTAINER, environment: [{ name: "DB_PASSWORD", value }] });
    const it = replaced(
      taskDefinition("blue"),
      definition(secret("correct-horse-1")),
      definition(secret("battery-staple-2")),
    );
    expect(said([forcedBy("container_definitions", it)])).toEqual([
      `! blue (80 % of the requests) gets other tasks: environment DB_PASSWORD: (sensitive value) → (another sensitive value)${PAST_ANY_RELEASE}`,
    ]);
    expect(said([blue(CONTAINER)])).toEqual([
      `! blue (80 % of the requests) gets other tasks: container_definitions: (a document) → (a document)${PAST_ANY_RELEASE}`,
    ]);
  });

  it("shows a few of many changes", () => {
    const environment = [..."abcdefghij"].map((name) => ({ name, value: "1" }));
    const [sentence] = said([
      blue({ ...CONTAINER, environment: [...CONTAINER.environment, ...environment] }),
    ]);
    expect(sentence).toContain("environment h: nothing → 1; and 2 more: blue carries");
  });
});

describe("a container definition that is known only after the apply", () => {
  const written = (container: object) => ({
    aws_ecs_task_definition: {
      blue_task_task_definition: { container_definitions: JSON.stringify([container]) },
    },
  });
  const HOST = { name: "DATABASE_HOST", value: "one.example.com" };
  const before = { ...CONTAINER, environment: [HOST, { name: "TEMPLATE", value: "${x}" }] };
  const unknown = replaced(
    taskDefinition("blue"),
    definition(before),
    { cpu: "2048", memory: "4096", tags: null },
    { container_definitions: true },
  );
  const host = (value: string, template = "$${x}") => ({
    ...before,
    environment: [
      { name: "DATABASE_HOST", value },
      { name: "TEMPLATE", value: template },
    ],
  });

  it("shows by the configuration's text what else changes", () => {
    const configuration = written({ ...host("${aws_rds_cluster.database_cluster.endpoint}"), user: "0" });
    expect(said([unknown], 0, { configuration })).toEqual([
      `! blue (100 % of the requests) gets other tasks: user: 10001:10001 → 0; environment DATABASE_HOST: one.example.com → (known after apply)${PAST_ANY_RELEASE}`,
    ]);
  });

  it("takes a value that the plan has for its reference, and a doubled sign for one", () => {
    const cluster = changeOf(
      "aws_rds_cluster.database_cluster",
      { endpoint: HOST.value },
      { endpoint: HOST.value },
    );
    const configuration = written({
      ...host("${aws_rds_cluster.database_cluster.endpoint}"),
      image: "one:2",
    });
    expect(said([unknown, cluster], 0, { configuration })).toEqual([
      `! blue (100 % of the requests) gets other tasks: image: one:1 → one:2${IMAGE}`,
    ]);
  });

  it("is said to be unknown where the configuration does not tell either", () => {
    expect(said([unknown])).toEqual([
      `! blue (80 % of the requests) gets other tasks: container_definitions: nothing → (known after apply)${PAST_ANY_RELEASE}`,
    ]);
  });
});

describe("a service", () => {
  const running = { task_definition: "arn:1", platform_version: "LATEST", desired_count: 2 };

  it("that runs by hand another revision is given the configured one", () => {
    const change = changeOf(service("blue"), { ...running, task_definition: "arn:2" }, running);
    expect(said([change])).toEqual([
      `! blue (80 % of the requests) gets other tasks: task_definition: arn:2 → arn:1${PAST_ANY_RELEASE}`,
    ]);
  });

  it("does not repeat what its new task definition says", () => {
    const change = changeOf(service("blue"), running, { ...running, task_definition: "arn:2" });
    expect(said([change, blue({ ...CONTAINER, image: "one:2" })])).toHaveLength(1);
    expect(said([change, blue({ ...CONTAINER, image: "one:2" })])[0]).not.toContain("arn:2");
  });

  it("starts no other tasks for what only says how they are looked after", () => {
    expect(said([changeOf(service("blue"), running, { ...running, enable_ecs_managed_tags: true })])).toEqual(
      [],
    );
  });
});

it("has nothing to say of an environment that is made", () => {
  const made = changeOf(taskDefinition("blue"), null, definition(CONTAINER));
  expect(reviewOf({ changes: [made] }).sections.map(({ title }) => title)).not.toContain("Tasks");
});
