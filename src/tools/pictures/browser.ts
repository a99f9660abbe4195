import { execFileSync } from "node:child_process";

export interface Browser {
  readonly name: string;
  readonly version: string;
}

/** The commands of Chromium and Chrome on Debian, Ubuntu and in Google's packages. */
export const BROWSERS: readonly string[] = ["chromium", "chromium-browser", "google-chrome"];

/** Finds an installed browser. @returns the first of `BROWSERS` that runs, or `undefined` */
export function browser(): Browser | undefined {
  for (const name of BROWSERS) {
    try {
      const version = execFileSync(name, ["--version"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      return { name, version: version.trim() };
    } catch {
      // not installed: try the next browser
    }
  }
  return undefined;
}

/** Opens a file in a headless browser. @returns the browser's stdout */
export const opened = ({ name }: Browser, file: string, options: readonly string[]): string =>
  // If the user is root, Chromium runs only without its sandbox. This is safe, because this project wrote the page. The page needs no
  // network.
  execFileSync(
    name,
    [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      ...options,
      `file://${file}`,
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 60_000 },
  );
