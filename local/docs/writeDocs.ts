import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { catalogue } from "../../runtime/responses/catalogue";
import { permissionsPage } from "./permissionsTable";
import { exceptionPolicies, firstRunPolicies, withPolicies } from "./policyBlocks";

const page = (name: string) => path.join(__dirname, "..", "..", "docs", name);

writeFileSync(page("permissions.md"), permissionsPage(catalogue));
for (const [name, policies] of Object.entries({ exceptions: exceptionPolicies(), "first-run": firstRunPolicies() })) {
  const file = page(`${name}.md`);
  writeFileSync(file, withPolicies(readFileSync(file, "utf8"), policies));
}
