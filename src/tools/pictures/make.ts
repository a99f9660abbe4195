import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inTemporaryFolder } from "../../files/own-folder";
import { page } from "../../release/report/page";
import type { Report } from "../../release/report/report";
import { BROWSERS, type Browser, browser, opened } from "./browser";

const COMMAND = "node --require ./src/register.js src/tools/pictures/make.ts";
const FOLDER = resolve("docs/pictures");
const PICTURES = ["good", "bad"];

const dataOf = (name: string) => join(FOLDER, `release-${name}.json`);

/** A report as a rehearsal wrote its data down. */
const reportOf = (name: string): Report => JSON.parse(readFileSync(dataOf(name), "utf8"));

const WIDTH = 840;

/** How high a page is from its top to the end of its plots. The page forbids scripts: this one is let in, into a copy. */
function endOfPlots(found: Browser, html: string, copy: string): number {
  const script =
    '<script>document.title = [...document.querySelectorAll("figure")].at(-1).getBoundingClientRect().bottom</script>';
  const text = readFileSync(html, "utf8").replace(/<meta http-equiv[^>]*>/, "");
  writeFileSync(copy, text.replace("</body>", `${script}</body>`));
  const [, end] = /<title>([\d.]+)<\/title>/.exec(
    opened(found, copy, [`--window-size=${WIDTH},600`, "--dump-dom"]),
  ) ?? [undefined, ""];
  if (end === "") throw new Error(`${html} has no plots`);
  return Math.ceil(Number(end));
}

function draw(found: Browser, html: string, picture: string): void {
  opened(found, html, [
    `--window-size=${WIDTH},${endOfPlots(found, html, `${html}-copy.html`) + 16}`,
    "--force-device-scale-factor=0.8",
    "--hide-scrollbars",
    `--screenshot=${picture}`,
  ]);
  console.log(`wrote ${picture} (${Math.ceil(statSync(picture).size / 1024)} KB)`);
}

/**
 * Draws the reports of a good and of a bad release, for the documents: of those that a rehearsal has released.
 *
 * @param rehearsed folder in which `npm start -- --with-release` has left `report-good.json` and `report-bad.json`: both are kept
 *   beside the pictures. @default - those that are kept there
 */
async function main(rehearsed: string | undefined): Promise<void> {
  if (rehearsed !== undefined) {
    for (const name of PICTURES) copyFileSync(join(rehearsed, `report-${name}.json`), dataOf(name));
  }
  if (!PICTURES.every((name) => existsSync(dataOf(name)))) {
    console.log(`skipped: ${FOLDER} has no data yet; name the folder of a rehearsal, .rehearsal/<suffix>`);
    return;
  }
  const found = browser();
  if (found === undefined) {
    console.log(`skipped: none of ${BROWSERS.join(", ")} is there, so no picture was made`);
    return;
  }
  await inTemporaryFolder("pictures", async (directory) => {
    for (const name of PICTURES) {
      const file = join(directory, `${name}.html`);
      writeFileSync(file, page(reportOf(name)));
      draw(found, file, join(FOLDER, `release-${name}.png`));
    }
  });
  const date = (at: number) => new Date(at).toISOString().slice(0, 10);
  const lines = [
    "# Pictures",
    "",
    `The reports of two releases that \`npm start -- --with-release\` rehearsed on ${date(reportOf("good").madeAt)}: their data are beside them.`,
    `They were drawn on ${date(Date.now())} with ${found.version}, by:`,
    "",
    `    ${COMMAND}`,
    "",
    "With the folder of another rehearsal behind it, `.rehearsal/<suffix>`, it takes that one's data.",
    "",
    "`environment-*.svg` are the example environments of both profiles as `npm run picture` draws them from what synth writes, for light",
    "pages and for dark ones: `npm run generate` renews them, and a unit test says when they are stale.",
  ];
  writeFileSync(join(FOLDER, "README.md"), `${lines.join("\n")}\n`);
}

void main(process.argv[2]);
