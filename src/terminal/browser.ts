import { spawn } from "node:child_process";

const OPENERS: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Opens a file or a URL in the browser, and does not wait. If the program that opens it is not installed, a message is printed. */
export function openInBrowser(what: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  // In cmd of Windows, & is an operator, so it is escaped.
  const shown = process.platform === "win32" ? what.replaceAll("&", "^&") : what;
  spawn(command, [...args, shown], { env: process.env, detached: true, stdio: "ignore" })
    .on("error", () => console.error(`${command} cannot be run: open ${what} in a browser`))
    .unref();
}
