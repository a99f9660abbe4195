import { PARAMETER } from "../../src/review/configured-weights";
import { LISTENER } from "../../src/review/routes";
import type { Attributes, ResourceChange } from "../../src/review/terraform-plan";
import { changeOf, type MadeUp, reviewOf, saidIn } from "./made-up-plan";
import {
  BLUE,
  forward,
  GREEN,
  groupArn,
  kept,
  keptListener,
  LISTENER_ARN,
  listener,
  replaced,
  rule,
  ruleArn,
  smokeTest,
} from "./made-up-traffic";

/** A change that does not concern traffic. Without any change there would be no section about traffic. */
const OTHER = changeOf("aws_cloudwatch_log_group.x", { retention_in_days: 3 }, { retention_in_days: 5 });
const LISTENED = [{ arn: LISTENER_ARN, answers: "HTTP 80", rules: [] }];

const said = (changes: readonly ResourceChange[], more: Partial<MadeUp> = {}): string[] =>
  saidIn({ listeners: LISTENED, ...more, changes: [OTHER, ...changes] }, "Traffic");

const NOT_ALONE =
  "the listener's weights stay at blue 80 %, green 20 %, but other resources also decide where requests go";
const besides = (what: string) => `! besides the listener's weights, this decides where requests go: ${what}`;

describe("that traffic stays", () => {
  it("is said where all that decides it was looked at and stays", () => {
    expect(said([keptListener(), kept("aws_lb_listener_rule.blue", smokeTest("blue"))])).toEqual([
      "stays at blue 80 %, green 20 % (no listener, rule, target group, record or load balancer changes where requests go; no listener or rule was made by hand)",
    ]);
  });

  it("is said with what was not looked at, where the role may not list rules", () => {
    expect(saidIn({ changes: [OTHER, keptListener()] }, "Traffic")).toEqual([
      "stays at blue 80 %, green 20 % (no listener, rule, target group, record or load balancer changes where requests go; rules made by hand were not looked for: this role may not list them)",
    ]);
  });

  it("is said only of what no rule takes, where there is one", () => {
    expect(said([keptListener(), kept("aws_lb_listener_rule.x", rule("/api/*", "other"))])).toEqual([
      "stays at blue 80 %, green 20 % for requests that match none of these rules: aws_lb_listener_rule.x (path-pattern /api/*: target group other) (no listener, rule, target group, record or load balancer changes where requests go; no listener or rule was made by hand)",
    ]);
  });

  it("is left open where types change of which nobody knows what they decide", () => {
    expect(said([keptListener(), changeOf("aws_alb_listener_rule.x", null, { priority: 1 })])).toEqual([
      "stays at blue 80 %, green 20 % (no listener, rule, target group, record or load balancer changes where requests go, but aws_alb_listener_rule may also decide where requests go; no listener or rule was made by hand)",
    ]);
  });

  const GROUP = { arn: groupArn(BLUE), port: 80, health_check: [{ path: "/healthz", matcher: "200" }] };
  const RECORD = { name: "pay.example.com", type: "A", alias: [{ zone_id: "Z1" }] };
  const SERVICE = { load_balancer: [{ container_port: 9898, target_group_arn: groupArn(BLUE) }] };
  const BALANCER = { name: "load-balancer-dev", internal: false };

  it.each<[string, ResourceChange, string]>([
    [
      "a new rule that takes every path",
      changeOf("aws_lb_listener_rule.x", null, rule("/*", "elsewhere")),
      "aws_lb_listener_rule.x is new (path-pattern /*: target group elsewhere)",
    ],
    [
      "a new rule that answers by itself",
      changeOf(
        "aws_lb_listener_rule.x",
        null,
        rule("/*", "", { action: [{ type: "fixed-response", fixed_response: [{ status_code: "503" }] }] }),
      ),
      "aws_lb_listener_rule.x is new (path-pattern /*: the fixed answer 503)",
    ],
    [
      "a rule that takes more",
      changeOf("aws_lb_listener_rule.x", rule("/a", GREEN), rule("/*", GREEN)),
      "aws_lb_listener_rule.x changes: path-pattern /a: blue 0 %, green 100 %, from now on path-pattern /*: blue 0 %, green 100 %",
    ],
    [
      "a rule that goes",
      changeOf("aws_lb_listener_rule.x", rule("/a", GREEN), null),
      "aws_lb_listener_rule.x is destroyed (path-pattern /a: blue 0 %, green 100 %)",
    ],
    [
      "a smoke test's rule that the world may use",
      changeOf("aws_lb_listener_rule.x", smokeTest("green"), smokeTest("green", ["0.0.0.0/0"])),
      "aws_lb_listener_rule.x changes: http-header X-Color green and source-ip 203.0.113.9/32: blue 0 %, green 100 %, from now on http-header X-Color green and source-ip 0.0.0.0/0: blue 0 %, green 100 %",
    ],
    [
      "another health check",
      changeOf("aws_lb_target_group.x", GROUP, {
        ...GROUP,
        health_check: [{ path: "/ready", matcher: "200" }],
      }),
      "aws_lb_target_group.x changes: health_check[0].path: /healthz → /ready",
    ],
    [
      "another port of a target group",
      replaced("aws_lb_target_group.x", GROUP, { ...GROUP, port: 81 }),
      "aws_lb_target_group.x is replaced",
    ],
    [
      "a record that leads elsewhere",
      changeOf("aws_route53_record.x", RECORD, { ...RECORD, alias: [{ zone_id: "Z2" }] }),
      "aws_route53_record.x changes: alias[0].zone_id: Z1 → Z2",
    ],
    ["a new record", changeOf("aws_route53_record.x", null, RECORD), "aws_route53_record.x is new"],
    [
      "a record that goes",
      changeOf("aws_route53_record.x", RECORD, null),
      "aws_route53_record.x is destroyed",
    ],
    [
      "a load balancer that is replaced",
      replaced("aws_lb.x", BALANCER, { ...BALANCER, internal: true }),
      "aws_lb.x is replaced",
    ],
    [
      "a second listener",
      changeOf("aws_lb_listener.x", null, listener(20, { port: 81 })),
      "aws_lb_listener.x is new",
    ],
    [
      "a service whose tasks are asked on another port",
      changeOf("aws_ecs_service.x", SERVICE, {
        load_balancer: [{ container_port: 8080, target_group_arn: groupArn(BLUE) }],
      }),
      "aws_ecs_service.x changes: load_balancer[0].container_port: 9898 → 8080",
    ],
    [
      "another target in a target group",
      changeOf("aws_lb_target_group_attachment.x", null, { target_id: "10.0.0.1" }),
      "aws_lb_target_group_attachment.x is new",
    ],
  ])("is not said beside %s", (_, change, what) => {
    expect(said([keptListener(), change])).toEqual([NOT_ALONE, besides(what)]);
  });

  it.each<[string, Attributes, string]>([
    ["port", { port: 8080 }, "port: 80 → 8080"],
    ["protocol", { protocol: "HTTPS" }, "protocol: HTTP → HTTPS"],
    ["certificate", { certificate_arn: "arn:two" }, "certificate_arn: nothing → arn:two"],
  ])("is not said where the listener gets another %s", (_, more, what) => {
    expect(said([changeOf(LISTENER, listener(20), listener(20, more))])).toEqual([
      NOT_ALONE,
      besides(`${LISTENER} changes: ${what}`),
    ]);
  });

  it("is said beside another certificate, which is told once, among the safeguards", () => {
    const tls = (certificate_arn: string | null, mode: string) =>
      listener(20, { certificate_arn, mutual_authentication: [{ mode }] });
    const changes = (...of: [string | null, string, string | null, string]) => [
      changeOf(LISTENER, tls(of[0], of[1]), tls(of[2], of[3])),
    ];
    expect(said(changes("arn:one", "verify", "arn:two", "off"))).toEqual([
      "stays at blue 80 %, green 20 % (no listener, rule, target group, record or load balancer changes where requests go, except by values that the section about safeguards reports; no listener or rule was made by hand)",
    ]);
    expect(saidIn({ changes: changes("arn:one", "verify", "arn:two", "off") }, "Safeguards")).toEqual([
      `! ${LISTENER}: certificate_arn: arn:one → arn:two`,
      `! ${LISTENER}: mutual_authentication[0].mode: verify → off`,
    ]);
    expect(said(changes(null, "off", "arn:two", "off"))[1]).toBe(
      besides(`${LISTENER} changes: certificate_arn: nothing → arn:two`),
    );
  });

  it("is not said where the listener asks for a sign-in first", () => {
    const [action] = [forward({ [BLUE]: 80, [GREEN]: 20 })];
    const signIn = { type: "authenticate-oidc", authenticate_oidc: [{ issuer: "https://a.example.com" }] };
    expect(
      said([changeOf(LISTENER, listener(20), listener(20, { default_action: [signIn, action] }))]),
    ).toEqual([
      NOT_ALONE,
      besides(
        `${LISTENER} changes: default_action[0].authenticate_oidc[0].issuer: nothing → https://a.example.com`,
      ),
    ]);
  });

  it("is not said where the listener or its target groups are replaced", () => {
    expect(said([replaced(LISTENER, listener(20), listener(20))])).toEqual([
      NOT_ALONE,
      besides(`${LISTENER} is replaced`),
    ]);
    const parameter = kept(PARAMETER, { insecure_value: "20" });
    const unknown = changeOf(
      LISTENER,
      listener(20),
      listener(20, { default_action: [{ type: "forward", forward: [{ target_group: [{ weight: 80 }] }] }] }),
      { default_action: [{ forward: [{ target_group: [{ arn: true }] }] }] },
    );
    const group = replaced("aws_lb_target_group.x", GROUP, { ...GROUP, port: 81 });
    expect(said([unknown, group, parameter])).toEqual([
      NOT_ALONE,
      besides("aws_lb_target_group.x is replaced"),
    ]);
    expect(said([unknown, group])[0]).toBe("! the destination of the requests is known only after the apply");
  });

  it.each([
    ["tags", kept(LISTENER, listener(20)), changeOf("aws_lb.x", { tags: { a: "1" } }, { tags: { a: "2" } })],
    [
      "timeouts",
      kept(LISTENER, listener(20)),
      changeOf("aws_lb.x", { idle_timeout: 60 }, { idle_timeout: 30 }),
      changeOf("aws_lb_target_group.x", { deregistration_delay: "60" }, { deregistration_delay: "30" }),
    ],
    [
      "a record that proves who owns a name",
      kept(LISTENER, listener(20)),
      changeOf("aws_route53_record.x", null, { name: "_a1.pay.example.com", type: "CNAME" }),
    ],
  ])("is said beside %s, which decide nothing of it", (_, ...changes) => {
    expect(said(changes as ResourceChange[])).toEqual([
      "stays at blue 80 %, green 20 % (no listener, rule, target group, record or load balancer changes where requests go; no listener or rule was made by hand)",
    ]);
  });

  it("is still said where smoke tests get their rules, which are named", () => {
    const [first, ...rest] = said([
      keptListener(),
      changeOf("aws_lb_listener_rule.green", null, smokeTest("green")),
    ]);
    expect(first).toMatch(
      /^stays at blue 80 %, green 20 % \(no listener, rule except for smoke tests, target group, record or load balancer changes where requests go; /,
    );
    expect(rest).toEqual([
      "for smoke tests: aws_lb_listener_rule.green is new (http-header X-Color green and source-ip 203.0.113.9/32: blue 0 %, green 100 %)",
    ]);
  });
});

describe("a rule that is like a smoke test's", () => {
  const RULE = "aws_lb_listener_rule.x";
  const header = (values: readonly string[], name = "X-Color") => ({
    http_header: [{ http_header_name: name, values }],
    source_ip: [],
  });
  const from = (...values: readonly string[]) => ({ http_header: [], source_ip: [{ values }] });
  const OFFICE = from("203.0.113.9/32");

  it.each<[string, Attributes]>([
    ["answers by itself", { action: [{ type: "fixed-response", fixed_response: [{ status_code: "503" }] }] }],
    [
      "forwards to another target group",
      { action: [{ type: "forward", target_group_arn: groupArn("other") }] },
    ],
    [
      "forwards to another environment's color",
      { action: [{ type: "forward", target_group_arn: groupArn("target-group-green-x1") }] },
    ],
    ["forwards to the other color", { action: [{ type: "forward", target_group_arn: groupArn(BLUE) }] }],
    ["forwards to both colors", { action: [forward({ [BLUE]: 50, [GREEN]: 50 })] }],
    ["asks for a sign-in first", { action: [{ type: "authenticate-oidc" }, forward({ [GREEN]: 100 })] }],
    ["takes any value of the header", { condition: [header(["*"]), OFFICE] }],
    ["takes values of the header that begin like a color", { condition: [header(["green*"]), OFFICE] }],
    ["takes both colors by one rule", { condition: [header(["green", "blue"]), OFFICE] }],
    ["goes by another header", { condition: [header(["green"], "User-Agent"), OFFICE] }],
    [
      "takes requests of the world in halves",
      { condition: [header(["green"]), from("0.0.0.0/1", "128.0.0.0/1")] },
    ],
    ["has the world beside one address", { condition: [header(["green"]), from("203.0.113.9/32", "::/0")] }],
    ["has a range that nobody can read", { condition: [header(["green"]), from("(hidden)")] }],
    ["has no range", { condition: [header(["green"])] }],
  ])("decides where requests go where it %s", (_, more) => {
    const [first, second] = said([keptListener(), changeOf(RULE, null, { ...smokeTest("green"), ...more })]);
    expect(first).toBe(NOT_ALONE);
    expect(second).toContain(besides(`${RULE} is new (`));
    const stays = said([keptListener(), kept(RULE, { ...smokeTest("green"), ...more })])[0];
    expect(stays).toContain(`for requests that match none of these rules: ${RULE} (`);
  });

  it("is one where the target group that it names is made by the same plan", () => {
    const action = (arn: string | null) => ({
      action: [{ type: "forward", ...(arn && { target_group_arn: arn }) }],
    });
    const made = changeOf(
      RULE,
      null,
      { ...smokeTest("green"), ...action(null) },
      { action: [{ target_group_arn: true }] },
    );
    const of = (name: string) =>
      said([keptListener(), made], {
        configuration: {
          aws_lb_listener_rule: { x: action("${aws_lb_target_group.one.arn}") },
          aws_lb_target_group: { one: { name } },
        },
      });
    expect(of(GREEN)[1]).toBe(
      `for smoke tests: ${RULE} is new (http-header X-Color green and source-ip 203.0.113.9/32: blue 0 %, green 100 %)`,
    );
    expect(of("other")[1]).toBe(
      besides(`${RULE} is new (http-header X-Color green and source-ip 203.0.113.9/32: target group other)`),
    );
    expect(said([keptListener(), made])[0]).toBe(NOT_ALONE);
  });
});

describe("where the listener sends requests", () => {
  const moves = (before: Attributes, after: Attributes) =>
    said([
      changeOf(
        LISTENER,
        listener(20, { default_action: [before] }),
        listener(20, { default_action: [after] }),
      ),
    ])[0];

  it.each<[string, Attributes, string]>([
    ["another group", forward({ [BLUE]: 40, [GREEN]: 10, other: 50 }), "blue 40 %, green 10 %, other 50 %"],
    ["a group whose name only begins as a color's", forward({ [`${BLUE}-2`]: 1 }), `target group ${BLUE}-2`],
    ["weights of any sum", forward({ [BLUE]: 3, [GREEN]: 1 }), "blue 75 %, green 25 %"],
    [
      "a color that gets one request in a thousand",
      forward({ [BLUE]: 999, [GREEN]: 1 }),
      "blue 99 %, green 1 %",
    ],
    ["no weight at all", forward({ [BLUE]: 0, [GREEN]: 0 }), "no target group: each weight is 0"],
    [
      "clients that stay where they were",
      forward({ [BLUE]: 80, [GREEN]: 20 }, true),
      "blue 80 %, green 20 %, with sticky sessions",
    ],
    [
      "a redirect",
      {
        type: "redirect",
        redirect: [{ protocol: "HTTPS", host: "#{host}", port: "443", path: "/#{path}", query: "#{query}" }],
      },
      "a redirect to HTTPS://#{host}:443/#{path}?#{query}",
    ],
    [
      "a fixed answer",
      { type: "fixed-response", fixed_response: [{ status_code: "503" }] },
      "the fixed answer 503",
    ],
    ["something that nobody thought of", { type: "jwt-validation" }, "an action of type jwt-validation"],
  ])("is said whole: %s", (_, after, words) => {
    expect(moves(forward({ [BLUE]: 80, [GREEN]: 20 }), after)).toBe(
      `! moves from blue 80 %, green 20 % to ${words} at once, without steps or release alarms`,
    );
  });

  it("is nowhere once the listener goes, whatever the parameter says", () => {
    const changes = [changeOf(LISTENER, listener(20), null), kept(PARAMETER, { insecure_value: "20" })];
    expect(said(changes)).toEqual([
      "! no listener answers any more: until now, requests went to blue 80 %, green 20 %",
    ]);
  });

  it("begins with the configured weights, and names the rules that take requests before", () => {
    const made = changeOf(LISTENER, null, { port: 80 }, { default_action: true });
    const parameter = changeOf(PARAMETER, null, { insecure_value: "20" });
    const group = changeOf("aws_lb_target_group.x", null, { port: 80 });
    expect(said([made, parameter, group], { listeners: [] })).toEqual(["starts with blue 80 %, green 20 %"]);
    expect(
      said([made, parameter, group, changeOf("aws_lb_listener_rule.x", null, rule("/*", "elsewhere"))]),
    ).toContain(besides("aws_lb_listener_rule.x is new (path-pattern /*: target group elsewhere)"));
  });
});

describe("what somebody made by hand, which no plan shows", () => {
  const byHand = { arn: ruleArn("b2"), does: "path-pattern /*: the fixed answer 503", digest: "1" };
  const BY_HAND = "Changed outside of Terraform";

  it("is a dangerous change outside of Terraform, told once, also where nothing changes", () => {
    const rules = [{ ...byHand, arn: ruleArn("blue") }, byHand];
    const made = {
      changes: [keptListener(), kept("aws_lb_listener_rule.x", smokeTest("blue"))],
      listeners: [{ arn: LISTENER_ARN, answers: "HTTP 80", rules }],
    };
    const review = reviewOf(made);
    expect([review.verdict, review.byHand]).toEqual(["no changes", { dangers: 1, lost: 0 }]);
    expect(saidIn(made, "Traffic")).toEqual([]);
    expect(saidIn(made, BY_HAND)).toEqual([
      `! the listener on HTTP 80 has a rule outside of the configuration (path-pattern /*: the fixed answer 503); the load balancer applies this rule before the listener's default action; no deploy removes the rule; to remove the rule, run aws elbv2 delete-rule --rule-arn ${ruleArn("b2")}`,
    ]);
  });

  it("may be a whole listener", () => {
    const listeners = [...LISTENED, { arn: "arn:x", answers: "HTTP 8080", rules: [byHand] }];
    expect(said([keptListener()], { listeners })).toEqual([NOT_ALONE]);
    expect(saidIn({ changes: [OTHER, keptListener()], listeners }, BY_HAND)).toEqual([
      "! the load balancer has a listener outside of the configuration, on HTTP 8080; no deploy removes the listener; to remove the listener, run aws elbv2 delete-listener --listener-arn arn:x",
    ]);
  });

  it("was not looked for where the role may not list rules, which is said also where nothing changes", () => {
    const unlisted = (made: MadeUp) => saidIn(made, "Not looked for");
    const changes = [keptListener(), kept("aws_lb.x", { arn: "x" })];
    expect(reviewOf({ changes }).verdict).toBe("no changes");
    expect(unlisted({ changes })).toEqual([
      "listeners and listener rules made by hand were not looked for: this role may not list listener rules",
    ]);
    expect(saidIn({ changes }, BY_HAND)).toEqual([]);
    expect(unlisted({ changes, listeners: LISTENED })).toEqual([]);
    expect(unlisted({ changes: [changeOf("aws_lb.x", null, { arn: "x" })] })).toEqual([]);
    expect(unlisted({ changes: [changeOf("aws_lb.x", { arn: "x" }, null)] })).toEqual([]);
  });

  it("is nothing to tell where the environment goes with its load balancer", () => {
    const changes = [changeOf(LISTENER, listener(20), null)];
    const listeners = [...LISTENED, { arn: "arn:x", answers: "HTTP 8080", rules: [] }];
    expect(saidIn({ changes, listeners }, BY_HAND)).toEqual([]);
  });
});
