import { writeFileSync } from "node:fs";
import { environmentJsonSchema } from "../config/json-schema";

const FILE = "environments/schema.json";

writeFileSync(FILE, `${JSON.stringify(environmentJsonSchema(), null, 2)}\n`);
console.log(`wrote ${FILE}`);
