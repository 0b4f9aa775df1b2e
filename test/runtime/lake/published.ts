import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";

const file = path.join(__dirname, "..", "..", "schemas", "ocsf-remediation-activity-1.3.0.json");

/** Whether an event is valid by the published schema of OCSF; its `errors` say why not. */
export const isPublished = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(file, "utf8")));
