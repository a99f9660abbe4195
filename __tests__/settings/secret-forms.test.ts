import { SECRET_FORMS } from "../../src/settings/secret-forms";
import { secretsIn, withoutSecrets } from "../../src/settings/secrets";

const DIGITS = "0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ALNUM = `${DIGITS}${UPPER}${UPPER.toLowerCase()}`;
const HEX = `${DIGITS}abcdef`;
const WORD = `${ALNUM}_`;
const NAME = `${WORD}-`;

/** How tokens of a kind begin, the characters that follow, the least number of them, and the most if there is a most. */
const TOKENS: ReadonlyArray<[beginnings: string, alphabet: string, least: number, most?: number]> = [
  ["AKIA ASIA", `${DIGITS}${UPPER}`, 16, 16],
  ["sk_live_ sk_test_ rk_live_ rk_test_ whsec_", ALNUM, 10],
  ["ghp_ gho_ ghu_ ghs_ ghr_", ALNUM, 30],
  ["github_pat_", WORD, 30],
  ["glpat- glptt- gldt- glrt- glcbt- glft- glsoat- glimt- glagent-", NAME, 20],
  ["xoxa- xoxb- xoxp- xoxz- xapp-", `${ALNUM}-`, 10],
  ["AIza", NAME, 35, 35],
  ["GOCSPX- ya29.", NAME, 20],
  ["SG.0123456789abcdef.", NAME, 16],
  ["sq0atp- sq0csp-", NAME, 20],
  ["EAAA", NAME, 50],
  ["shpat_ shpca_ shppa_ shpss_", `${HEX}ABCDEF`, 32, 32],
  ["AQE", `${ALNUM}+/`, 40],
  ["sk-0 sk-Z", NAME, 20],
  ["hf_", ALNUM, 30],
  ["npm_", ALNUM, 36, 36],
  ["pypi-", NAME, 50],
  ["rubygems_", HEX, 40],
  ["dckr_pat_ hvs. hvb. hvr.", NAME, 20],
  ["12345678901234.atlasv1. abcABCxyzXYZ09.atlasv1.", NAME, 50],
  ["doo_v1_ dop_v1_ dor_v1_ dot_v1_", HEX, 64, 64],
  ["dapi", HEX, 32, 32],
  ["dp.st. dp.audit.", `${NAME}.`, 40],
  ["fo1_", NAME, 40],
  ["NRAK-", `${DIGITS}${UPPER}`, 20],
  ["glsa_", WORD, 30],
  ["glc_", `${WORD}+/=`, 30],
  ["lin_api_", ALNUM, 30],
  ["PMAK-", `${HEX}-`, 40],
  ["sntrya_ sntrys_ sntryz_", `${WORD}+/=.-`, 30],
  ["key-", HEX, 32, 32],
  ["sl.", NAME, 60],
  ["ATATT3", `${NAME}=`, 60],
  ["12345678:AA 1234567890:AA", NAME, 33, 33],
];
const rows = TOKENS.flatMap(([beginnings, alphabet, least, most = 100]) =>
  beginnings.split(" ").map((beginning) => ({ beginning, alphabet, least, most })),
);

const withStars = (text: string) => withoutSecrets(text, "***");

describe.each(rows)("a token $beginning", ({ beginning, alphabet, least, most }) => {
  it("may have each character of its alphabet, from the least number of them to the most", () => {
    const bodies = Array.from(alphabet, (_, at) =>
      `1${alphabet.slice(at)}${alphabet.repeat(most)}`.slice(0, at % 2 === 0 ? least : most),
    );
    expect(bodies.filter((body) => withStars(`(${beginning}${body})`) !== "(***)")).toEqual([]);
  });

  it("has no other character, no fewer, and no letter before it", () => {
    const body = "1".repeat(least - 1);
    const no = [..." !ä+/.Gg"].filter((it) => !alphabet.includes(it));
    const before = ["a", "z", "A", "Z", ...(/^\d/.test(beginning) ? [] : ["0", "9"])];
    const others = [
      ...["", ...no].map((it) => `of ${beginning}${body}${it}`),
      ...before.map((it) => `${it}${beginning}${body}1`),
    ];
    expect(others.filter((text) => withStars(text) !== text)).toEqual([]);
  });
});

it.each([
  ["sk-proj-0123456789abcdefghijk", "***"],
  ["xoxe.xoxp-0123456789", "***"],
  ["eyJ01234-_9.eyJ01234-_9.", "***"],
  ["eyJ01234-_9.eyJ01234-_9.sig-na_ture0 else", "*** else"],
  ["eyJ0123456.eyJ01234567.", "eyJ0123456.eyJ01234567."],
  ["eyJ01234567.eyJ0123456.", "eyJ01234567.eyJ0123456."],
  ["AQE".padEnd(43, "0").concat("_-=+/ else"), "*** else"],
  ["AKIA0123456789ABCDEFG", "AKIA0123456789ABCDEFG"], // too long for an access key
  ["sk-abcdefghijklmnopqrstuvwxyz", "sk-abcdefghijklmnopqrstuvwxyz"], // a token of an AI provider has digits
  ["monkey-0123456789abcdef0123456789abcdef", "monkey-0123456789abcdef0123456789abcdef"],
  ["api-key-0123456789abcdef0123456789abcdef", "api-key-0123456789abcdef0123456789abcdef"],
  // Passwords, signatures and keys in URLs
  ["x://u:p@h", "x://u:***@h"],
  ["x://:p/q@h", "x://:***@h"],
  ["x://u:1a@h", "x://u:***@h"],
  ["x://u:123456@h", "x://u:***@h"],
  ["x://h:1/p@q", "x://h:1/p@q"], // a port
  ["x://h:12345?a=b@c", "x://h:12345?a=b@c"],
  ["x://h:12345#b@c", "x://h:12345#b@c"],
  ["x://u:$PASS_WORD@h", "x://u:$PASS_WORD@h"],
  ["x://u:${a.b}@h", "x://u:${a.b}@h"],
  ["x://u:$PASS1@h", "x://u:***@h"],
  ["?sig=0123456789abcdef&a", "?sig=***&a"],
  ["&Signature=0123456789abcde% 'b'", "&Signature=*** 'b'"],
  ["&X-Amz-Signature=0123456789abcdef", "&X-Amz-Signature=***"],
  ["&X-Goog-Signature=0123456789abcdef", "&X-Goog-Signature=***"],
  ["?sig=0123456789abcde", "?sig=0123456789abcde"],
  ["xsig=0123456789abcdef", "xsig=0123456789abcdef"],
  ...["key", "code", "auth", "api", "k"].flatMap((key): [string, string][] => [
    [`?${key}=a-c_e.g~i%k0mnopqrst==&b`, `?${key}=***&b`],
    [`&${key}=abcdefghijklmnopqrs0`, `&${key}=***`],
    [`&${key}=abcdefghijklmnopqrst`, `&${key}=abcdefghijklmnopqrst`], // words have no digits
    [`&${key}=abcdefghijklmnopqrs&b=0`, `&${key}=abcdefghijklmnopqrs&b=0`],
    [`&${key}=abcdefghijklmnopqr0`, `&${key}=abcdefghijklmnopqr0`],
  ]),
  // Webhooks
  ...[
    "hooks.slack.com/services",
    "hooks.slack.com/workflows",
    "hooks.slack.com/triggers",
    "discord.com/api/webhooks",
    "discordapp.com/api/webhooks",
    "canary.discord.com/api/webhooks",
    "a-b_0.webhook.office.com/webhookb2",
    "outlook.office.com/webhook",
    "chat.googleapis.com/v1/spaces",
    "hooks.zapier.com/hooks",
    "maker.ifttt.com/trigger",
    "events.pagerduty.com/integration",
    "api.telegram.org/bot12:",
  ].flatMap((address): [string, string][] => [
    [`to https://${address}/x/y "z"`, 'to *** "z"'],
    ...Array.from(address.matchAll(/\./g), ({ index }): [string, string] => {
      const other = `https://${address.slice(0, index)}_${address.slice(index + 1)}/x/y`;
      return [other, other];
    }),
  ]),
  ["https://h/hook/a1b2c3d4e5f6g7h8i9_-", "https://h/hook/***"],
  ["https://h/a/HOOKS/b/c/a1b2c3d4e5f6g7h8i9j0/d", "https://h/a/HOOKS/b/c/***/d"],
  ["https://h/hook/a1b2c3d4e5f6g7h8i9j", "https://h/hook/a1b2c3d4e5f6g7h8i9j"],
  ["https://h/hook/abcdefghijklmnopqrst", "https://h/hook/abcdefghijklmnopqrst"],
  ["https://h/hook/01234567890123456789", "https://h/hook/01234567890123456789"],
  [
    "https://h/hook/01234567-89ab-cdef-0123-456789abcdef",
    "https://h/hook/01234567-89ab-cdef-0123-456789abcdef",
  ],
  // Headers
  ...["bearer", "Basic", "TOKEN", "ApiKey"].flatMap((scheme): [string, string][] => [
    [`Authorization: ${scheme} abcd else`, `Authorization: ${scheme} *** else`],
    [`{"authorization":"${scheme} abcd"}`, `{"authorization":"${scheme} ***"}`],
    [`authorization=${scheme} abcd`, `authorization=${scheme} ***`],
  ]),
  ["Authorization: Digest abcd", "Authorization: Digest abcd"],
  ["Authorization: Bearer abc", "Authorization: Bearer abc"],
  ["Authorization: Bearer $TOKEN", "Authorization: Bearer $TOKEN"],
  ["Bearer a1.~+/=-_bcdefgh else", "Bearer *** else"],
  ["Bearer abcdefghijklmnop", "Bearer abcdefghijklmnop"],
  ["Bearer a1bcdefghijklmn", "Bearer a1bcdefghijklmn"],
  ["x: Basic abcdefgh+/09== else", "x: Basic *** else"],
  ["x='Basic abcdefghijkl'", "x='Basic ***'"],
  ["x: Basic abcdefghijk", "x: Basic abcdefghijk"],
  ["x: Basic abcdefghijkl-m", "x: Basic abcdefghijkl-m"],
  ["https://a1bcdefghijklmnopqrstuvw@h", "https://***@h"],
  ["http://a1bcdefghijklmnopqrstuvw@h", "http://a1bcdefghijklmnopqrstuvw@h"],
  ["https://a1bcdefghijklmnopqrstuv@h", "https://a1bcdefghijklmnopqrstuv@h"],
  ["https://abcdefghijklmnopqrstuvwx@h", "https://abcdefghijklmnopqrstuvwx@h"],
  // Commands
  ...["curl", "wget", "httpie"].flatMap((client): [string, string][] =>
    ["-u ", "--user ", "--user=", "--proxy-user ", "-u '"].map((flag) => [
      `${client} -s ${flag}svc:p%w'x`,
      `${client} -s ${flag}svc:***'x`,
    ]),
  ),
  ["curl -u svc:$PASS h", "curl -u svc:$PASS h"],
  ["curl h; id -u svc:pw", "curl h; id -u svc:pw"],
  ["curl -u 1:pw", "curl -u 1:pw"],
  ...["sqlplus", "sqlldr", "rman", "expdp", "impdp"].flatMap((client): [string, string][] => [
    [`${client} -s a$#_0/p!w@h`, `${client} -s a$#_0/***@h`],
    [`${client} a/$PW@h`, `${client} a/$PW@h`],
    [`${client} | tee a/b@h`, `${client} | tee a/b@h`],
    [`my${client} a/b@h`, `my${client} a/b@h`],
  ]),
  ["jdbc:oracle:thin:app/pw@h", "jdbc:oracle:thin:app/***@h"],
  ...["mysql", "mysqldump", "mysqladmin", "mariadb"].flatMap((client): [string, string][] => [
    [`${client} -u a -ppw db`, `${client} -u a -p*** db`],
    [`${client} -p'pw' db`, `${client} -p'***' db`],
    [`${client} -p db`, `${client} -p db`],
    [`${client} -p$PW`, `${client} -p$PW`],
    [`${client}; x -ppw`, `${client}; x -ppw`],
  ]),
  ["sshpass -p pw ssh", "sshpass -p *** ssh"],
  ["sshpass -p'pw' ssh", "sshpass -p'***' ssh"],
  ["redis-cli -h c -a pw", "redis-cli -h c -a ***"],
  ['valkey-cli -a "pw"', 'valkey-cli -a "***"'],
  ["redis-cli -a $PW", "redis-cli -a $PW"],
  ["docker login -u a -p pw", "docker login -u a -p ***"],
  ["docker login | x -p pw", "docker login | x -p pw"],
])("in %s the secret is found", (text, expected) => {
  expect(withStars(text)).toBe(expected);
});

it("each kind of secret has the reviewed words, which messages show in place of it", () => {
  expect(SECRET_FORMS.map(({ what }) => what)).toEqual([
    "an AWS access key",
    "a private key",
    "a password in a URL",
    "a signature in a URL",
    "a key in a URL",
    "a webhook's URL",
    "another webhook's URL",
    "a Stripe key",
    "a GitHub token",
    "a GitLab token",
    "a Slack token",
    "a Google key",
    "a SendGrid key",
    "a Square token",
    "a Shopify token",
    "an Adyen key",
    "a token of an AI provider",
    "a package registry's token",
    "a HashiCorp token",
    "a cloud's token",
    "a service's token",
    "a JSON Web Token",
    "an authorization header",
    "a Basic credential",
    "a key before a URL's host",
    "a password of curl",
    "a password of Oracle's",
    "a password of a client",
  ]);
  expect(secretsIn("of AKIA0123456789ABCDEF")).toEqual([{ what: "an AWS access key", start: 3, end: 23 }]);
});

const WORDS = "true false yes no on off none null undefined required optional prompt".split(" ");
const REFERENCES = [
  "$A_Z",
  "$(x)",
  "${x}",
  "<x>",
  "{x}",
  "[x]",
  "(x)",
  "%X9_z%",
  "*",
  "***",
  "arn:x",
  "/a/b",
  "/a0._-z/b9/D_e.f-1",
];

it("a value that only refers to a secret is none, and one that only begins or ends so is one", () => {
  const references = [...REFERENCES, ...WORDS].map((value) => `password="${value}"`);
  expect(references.filter((text) => withStars(text) !== text)).toEqual([]);
  const others = ["$token", "%x", "%-%", "*x", "/a", "/a/b!", "/A/b", "a/b/c", "xarn:x"];
  const near = [
    ...others,
    ...[...REFERENCES, ...WORDS].map((it) => `x${it}`),
    ...WORDS.map((it) => `${it}x`),
  ];
  const found = near.map((value) => [value, withStars(`password="${value}"`)]);
  expect(found).toEqual(near.map((value) => [value, 'password="***"']));
});

it.each([
  ["password   =   a1", "password   =   ***"],
  ['"password"   =>   "a1"', '"password"   =>   "***"'],
  ["'password'   :   'a1'", "'password'   :   '***'"],
  ["password:\t a1", "password:\t ***"],
  ["--password \t a1", "--password \t ***"],
  ["password a1", "password a1"], // words of a sentence
  ["x--password a1", "x--password a1"],
  ["--password --verbose", "--password --verbose"],
  ["password: expired.", "password: expired."],
  ["password: a,b;c)", "password: a,b;c)"],
  ["password: Expired", "password: ***"],
  ["PWD=/a ./b", "PWD=/a ./b"],
  ["PWD=~ PWD=.. PWD=\\a", "PWD=~ PWD=.. PWD=\\a"],
  ["Pwd=a1;x", "Pwd=***"],
  ["pwd: a1", "pwd: a1"],
  ['{"password": 12, "a": 3}', '{"password": ***, "a": 3}'],
  ['{"a": [{"password": 12}]}', '{"a": [{"password": ***}]}'],
  ["<password>a b</password>", "<password>***</password>"],
  ['password=\'a b\' token="c\\"d" e', "password='***' token=\"***\" e"],
  ["password=postgres://a:b@c d", "password=*** d"], // one secret in another
  ["token=a1 password=b2", "token=*** password=***"],
])("the value behind a name: %s", (text, expected) => {
  expect(withStars(text)).toBe(expected);
});
