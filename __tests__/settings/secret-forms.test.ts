import { withoutSecrets } from "../../src/settings/secrets";

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
    const before = ["x", "Z", ...(/^\d/.test(beginning) ? [] : ["7"])];
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
])("in %s the secret is found", (text, expected) => {
  expect(withStars(text)).toBe(expected);
});
