import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { catalogue } from "../../runtime/responses/catalogue";
import { testsByCode, withTests } from "./acceptanceTables";
import { permissionsPage } from "./permissionsTable";
import { exceptionPolicies, firstRunPolicies, rehearsalPolicies, withPolicies } from "./policyBlocks";

const project = path.join(__dirname, "..", "..");
const page = (name: string) => path.join(project, "docs", name);

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
const acceptance = page("acceptance.md");
writeFileSync(acceptance, withTests(readFileSync(acceptance, "utf8"), testsByCode(project)));
