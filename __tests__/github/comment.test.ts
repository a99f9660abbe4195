import { digestIn, writeComment } from "../../src/github/comment";
import { planMarker } from "../../src/review/comment";
import { MadeUpGithub } from "./made-up-github";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const review = (suffix: string, digest = DIGEST) => `${planMarker(suffix)}${digest} -->\n# Nothing to fear`;
const bot = { login: "github-actions[bot]" };
const PAGE = "GET issues/7/comments?per_page=100&page=1";

let github: MadeUpGithub;
afterEach(() => github?.close());

describe("a review's digest", () => {
  it("is the one of its own environment", () => {
    expect(digestIn(review("dev"), "dev")).toBe(DIGEST);
    expect(digestIn(review("dev"), "de")).toBeUndefined();
    expect(digestIn(review("dev"), "dev2")).toBeUndefined();
  });

  it.each([
    "",
    review("dev", "sha256:0a"),
    review("dev", `${DIGEST}f`),
    review("dev", "md5:0a"),
    "<!-- transaction-processing plan dev ",
    `hello\n${review("dev")}`,
  ])("is none in %j", (text) => {
    expect(digestIn(text, "dev")).toBeUndefined();
  });
});

describe("the comment about a plan", () => {
  it("is made where there is none", async () => {
    const others = [
      { id: 1, body: review("dev"), user: { login: "mallory" } },
      { id: 2, body: review("prod"), user: bot },
      { id: 4, body: `> ${review("dev")}`, user: bot },
      { id: 3, user: null },
    ];
    github = await MadeUpGithub.open({ [PAGE]: others, "POST issues/7/comments": {} });
    await writeComment(github.api, 7, planMarker("dev"), review("dev"));
    expect(github.asked.at(-1)).toBe(`POST issues/7/comments ${JSON.stringify({ body: review("dev") })}`);
  });

  it("is written over, also where it is on the second page", async () => {
    github = await MadeUpGithub.open({
      [PAGE]: Array.from({ length: 100 }, (_, id) => ({ id, body: "", user: bot })),
      "GET issues/7/comments?per_page=100&page=2": [{ id: 200, body: review("dev"), user: bot }],
      "PATCH issues/comments/200": {},
    });
    await writeComment(github.api, 7, planMarker("dev"), review("dev"));
    expect(github.asked.at(-1)).toMatch(/^PATCH issues\/comments\/200 /);
  });

  it("is refused without its marker", async () => {
    github = await MadeUpGithub.open({});
    await expect(writeComment(github.api, 7, planMarker("dev"), "# Hello")).rejects.toThrow(
      "a comment without its marker would not be found again: <!-- transaction-processing plan dev ",
    );
    expect(github.asked).toEqual([]);
  });

  it("fails with GitHub's words", async () => {
    github = await MadeUpGithub.open({ [PAGE]: [] });
    await expect(writeComment(github.api, 7, planMarker("dev"), review("dev"))).rejects.toThrow(
      'GitHub answered 404 to POST issues/7/comments: {"message":"Not Found"}',
    );
  });
});
