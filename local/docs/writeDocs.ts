import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { catalogue } from "../../runtime/responses/catalogue";
import { testsByCode, withTests } from "./acceptanceTables";
import { costTables } from "./cost";
import { countAll, sizes } from "./costCounts";
import { decisionSchema } from "./decisionSchema";
import { activeTypes, countsOfTypes, findingTypesPage } from "./findingTypes";
import { fleetSchema } from "./fleetSchema";
import { permissionsPage } from "./permissionsTable";
import {
  exceptionPolicies,
  firstRunPolicies,
  pipelinePolicies,
  rehearsalPolicies,
  withBlocks,
  withPolicies,
} from "./policyBlocks";

const project = path.join(__dirname, "..", "..");
const page = (name: string) => path.join(project, "docs", name);

writeFileSync(page("permissions.md"), permissionsPage(catalogue));
const active = activeTypes(readFileSync(path.join(project, "test", "corpus", "guardduty-types.txt"), "utf8"));
writeFileSync(page("finding-types.md"), findingTypesPage(catalogue, active));
const readme = path.join(project, "README.md");
writeFileSync(readme, withBlocks(readFileSync(readme, "utf8"), { types: countsOfTypes(catalogue, active) }));
writeFileSync(page("fleet.schema.json"), fleetSchema(parse(readFileSync(path.join(project, "Pulumi.yaml"), "utf8"))));
writeFileSync(page("decision-event.schema.json"), decisionSchema());
const policies = {
  exceptions: exceptionPolicies(),
  "first-run": firstRunPolicies(),
  rehearsal: rehearsalPolicies(),
  pipelines: pipelinePolicies(),
};
for (const [name, own] of Object.entries(policies)) {
  const file = page(`${name}.md`);
  writeFileSync(file, withPolicies(readFileSync(file, "utf8"), own));
}
const acceptance = page("acceptance.md");
writeFileSync(acceptance, withTests(readFileSync(acceptance, "utf8"), testsByCode(project)));

const cost = page("cost.md");
countAll(project).then((counted) => {
  writeFileSync(cost, withBlocks(readFileSync(cost, "utf8"), costTables(counted, sizes.accounts)));
});
