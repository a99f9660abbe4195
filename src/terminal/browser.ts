import { spawn } from "node:child_process";

const OPENERS: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
  darwin: ["open"],
  win32: ["cmd", "/c", "start", ""],
};

/** Opens a file or a URL in the browser without waiting. Prints a message if the opener is not installed. */
export function openInBrowser(what: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  // & is an operator of cmd, so it is escaped.
  const shown = process.platform === "win32" ? what.replaceAll("&", "^&") : what;
  spawn(command, [...args, shown], { env: process.env, detached: true, stdio: "ignore" })
    .on("error", () => console.error(`${command} cannot be run: open ${what} in a browser`))
    .unref();
}
