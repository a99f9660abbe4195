import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Observed } from "./observed";

/** The results so far, with one file for each change. If a run stops early, a later run continues with these results. */
export class Results {
  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true });
  }

  find(environment: string, name: string): Observed | undefined {
    const file = this.fileOf({ environment, name });
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Observed) : undefined;
  }

  keep(observed: Observed): void {
    writeFileSync(this.fileOf(observed), JSON.stringify(observed, null, 2));
  }

  all(): Observed[] {
    return readdirSync(this.directory)
      .filter((it) => it.endsWith(".json"))
      .map((it) => JSON.parse(readFileSync(join(this.directory, it), "utf8")) as Observed);
  }

  /**
   * Returns a view of these results that hides the present results of some settings. So the changes of these settings are rehearsed again.
   * `keep` of the view stores a new result in the original results, and the view shows it.
   */
  without(settings: readonly string[]): Pick<Results, "find" | "keep"> {
    const anew = new Set<string>();
    return {
      keep: (observed) => {
        anew.add(this.fileOf(observed));
        this.keep(observed);
      },
      find: (environment, name) => {
        const found = this.find(environment, name);
        const isOld = found && settings.includes(found.setting) && !anew.has(this.fileOf(found));
        return isOld ? undefined : found;
      },
    };
  }

  private fileOf({ environment, name }: Pick<Observed, "environment" | "name">): string {
    return join(
      this.directory,
      `${`${environment} ${name}`.replace(/[^\w.*$-]+/g, "_").replaceAll("*", "each")}.json`,
    );
  }
}
