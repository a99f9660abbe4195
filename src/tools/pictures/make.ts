import { execFileSync } from "node:child_process";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inTemporaryFolder } from "../../files/own-folder";
import { page } from "../../release/report/page";
import { badRelease, goodRelease } from "./made-up-releases";

const COMMAND = "node --require ./src/register.js src/tools/pictures/make.ts";
const FOLDER = resolve("docs/pictures");
const PICTURES = { good: goodRelease, bad: badRelease };

/** As Debian, Ubuntu and Google name it. */
const BROWSERS = ["chromium", "chromium-browser", "google-chrome"];

function browser(): { readonly name: string; readonly version: string } | undefined {
  for (const name of BROWSERS) {
    try {
      return { name, version: execFileSync(name, ["--version"], { encoding: "utf8" }).trim() };
    } catch {
      // the next one
    }
  }
  return undefined;
}

/** Draws a made-up good and a made-up bad release's report, for the documents. */
async function main(): Promise<void> {
  const found = browser();
  if (found === undefined) {
    console.log(`skipped: none of ${BROWSERS.join(", ")} is there, so no picture was made`);
    return;
  }
  mkdirSync(FOLDER, { recursive: true });
  await inTemporaryFolder("pictures", async (directory) => {
    for (const [name, report] of Object.entries(PICTURES)) {
      const file = join(directory, `${name}.html`);
      writeFileSync(file, page(report()));
      const picture = join(FOLDER, `release-${name}.png`);
      const size = [
        "--window-size=840,1530",
        "--force-device-scale-factor=0.8",
        "--hide-scrollbars",
        `--screenshot=${picture}`,
      ];
      // No network: the page needs none. No sandbox: as root, Chromium has none, and the page is our own.
      const alone = ["--headless", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"];
      execFileSync(found.name, [...alone, ...size, `file://${file}`], { stdio: "ignore", timeout: 60_000 });
      console.log(`wrote ${picture} (${Math.ceil(statSync(picture).size / 1024)} KB)`);
    }
  });
  const made = `Made on ${new Date().toISOString().slice(0, 10)} of made-up releases, with ${found.version}, by:\n\n    ${COMMAND}\n`;
  writeFileSync(join(FOLDER, "README.md"), `# Pictures\n\n${made}`);
}

void main();
