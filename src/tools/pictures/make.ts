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

/** Reads the data of a release's report. A rehearsal has written this data. */
const reportOf = (name: string): Report => JSON.parse(readFileSync(dataOf(name), "utf8"));

const WIDTH = 840;

/**
 * Measures the distance from the top of a page to the lower edge of the page's last plot. A script in the page does this. The page's
 * Content-Security-Policy forbids scripts, so the script runs in a copy of the page without that policy.
 *
 * @returns the height in pixels
 */
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
 * Makes two pictures for the documents. One picture shows the report of a good version's release. The other picture shows the report of a
 * bad version's release. The data of both reports comes from an earlier rehearsal with `npm start -- --with-release`.
 *
 * @param rehearsed the folder of the rehearsal. This function copies the data of the two reports, `report-good.json` and `report-bad.json`,
 * from the folder to `docs/pictures`. @default - nothing is copied, and the pictures show the data that is already in `docs/pictures`
 */
async function main(rehearsed: string | undefined): Promise<void> {
  if (rehearsed !== undefined) {
    for (const name of PICTURES) copyFileSync(join(rehearsed, `report-${name}.json`), dataOf(name));
  }
  if (!PICTURES.every((name) => existsSync(dataOf(name)))) {
    console.log(
      `skipped: ${FOLDER} contains no data yet; pass the folder of a rehearsal, .rehearsal/<suffix>`,
    );
    return;
  }
  const found = browser();
  if (found === undefined) {
    console.log(`skipped: none of ${BROWSERS.join(", ")} is installed, so no picture was made`);
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
    `\`release-good.png\` and \`release-bad.png\` show the reports of two releases. \`npm start -- --with-release\` rehearsed both on`,
    `${date(reportOf("good").madeAt)}. \`release-good.json\` and \`release-bad.json\` contain the data of the reports. The pictures were drawn on`,
    `${date(Date.now())} with ${found.version}, by this command:`,
    "",
    `    ${COMMAND}`,
    "",
    "To draw the reports of another rehearsal, add the path of its folder, `.rehearsal/<suffix>`, to the command.",
    "",
    "`environment-*.svg` show an example environment of each profile, drawn from the synthesized Terraform JSON: each profile has one",
    "picture for light pages and one for dark pages. `npm run generate` draws them. A unit test fails if they are out of date.",
  ];
  writeFileSync(join(FOLDER, "README.md"), `${lines.join("\n")}\n`);
}

void main(process.argv[2]);
