import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { page } from "../../../src/release/report/page";
import { browser, opened } from "../../../src/tools/pictures/browser";
import { badRelease, goodRelease, stuckRelease } from "./made-up-releases";

const found = browser();
const RELEASES = { good: goodRelease, bad: badRelease, stuck: stuckRelease };
/** Widths in pixels: a small phone, a phone, both sides of the widths at which tables and plots change, and a desktop screen. */
const WIDTHS = [320, 400, 640, 660, 820, 840, 1200];
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "browser-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * Reports the elements that are wider than the frame, for each width. Reports allow no scripts; this one is allowed for the test.
 */
function sticksOut(html: string): string[] {
  const script = `<script>
    const wide = [...document.querySelectorAll("body *")]
      .filter((it) => it.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
    parent.postMessage(innerWidth + ": " + wide.map((it) => it.tagName).join(" "), "*");
  </script>`;
  writeFileSync(
    join(folder, "page.html"),
    html.replace(/<meta http-equiv[^>]*>/, "").replace("</body>", `${script}</body>`),
  );
  const frames = WIDTHS.map((width) => `<iframe src="page.html" width="${width}" height="600"></iframe>`);
  const listener = `<script>addEventListener("message", ({ data }) => document.body.append("[" + data + "]"))</script>`;
  writeFileSync(join(folder, "all.html"), `<body>${listener}${frames.join("")}`);
  const options = ["--virtual-time-budget=5000", "--dump-dom"];
  const text = opened(found ?? { name: "", version: "" }, join(folder, "all.html"), options);
  return [...text.matchAll(/\[(\d+: [A-Z ]*)\]/g)].map(([, it = ""]) => it).sort();
}

const where = found === undefined ? it.skip : it;
where.each(Object.entries(RELEASES))(
  `the report of a %s release is read without scrolling sideways (${found?.version ?? "skipped: no Chromium here"})`,
  (_, release) => expect(sticksOut(page(release()))).toEqual(WIDTHS.map((width) => `${width}: `).sort()),
);

where("an element that is too wide is found", () =>
  expect(
    sticksOut(page(goodRelease()).replace("</body>", '<p style="width:1190px">wide</p></body>')),
  ).toContain("400: P"),
);
