import { writeFileSync } from "node:fs";
import { generatedFiles } from "../docs/generated";

for (const { path, text } of generatedFiles()) {
  writeFileSync(path, text);
  console.log(`wrote ${path}`);
}
