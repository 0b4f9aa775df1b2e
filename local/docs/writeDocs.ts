import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { catalogue } from "../../runtime/responses/catalogue";
import { permissionsPage } from "./permissionsTable";
import { exceptionPolicies, firstRunPolicies, rehearsalPolicies, withPolicies } from "./policyBlocks";

const page = (name: string) => path.join(__dirname, "..", "..", "docs", name);

writeFileSync(page("permissions.md"), permissionsPage(catalogue));
const policies = {
  exceptions: exceptionPolicies(),
  "first-run": firstRunPolicies(),
  rehearsal: rehearsalPolicies(),
};
for (const [name, own] of Object.entries(policies)) {
  const file = page(`${name}.md`);
  writeFileSync(file, withPolicies(readFileSync(file, "utf8"), own));
}
