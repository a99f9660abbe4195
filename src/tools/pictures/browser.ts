import { execFileSync } from "node:child_process";

export interface Browser {
  readonly name: string;
  readonly version: string;
}

/** As Debian, Ubuntu and Google name it. */
export const BROWSERS: readonly string[] = ["chromium", "chromium-browser", "google-chrome"];

/** A browser of this machine; `undefined` where there is none. */
export function browser(): Browser | undefined {
  for (const name of BROWSERS) {
    try {
      const version = execFileSync(name, ["--version"], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      return { name, version: version.trim() };
    } catch {
      // the next one
    }
  }
  return undefined;
}

/** Opens a file without a window. @returns what it prints */
export const opened = ({ name }: Browser, file: string, options: readonly string[]): string =>
  // No network: the page needs none. No sandbox: as root, Chromium has none, and the page is our own.
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
