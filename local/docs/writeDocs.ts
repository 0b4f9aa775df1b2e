import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { catalogue } from "../../runtime/responses/catalogue";
import { permissionsPage } from "./permissionsTable";
import { withPolicies, withRehearsalPolicy } from "./policyBlocks";

const page = (name: string) => path.join(__dirname, "..", "..", "docs", name);

writeFileSync(page("permissions.md"), permissionsPage(catalogue));
writeFileSync(page("exceptions.md"), withPolicies(readFileSync(page("exceptions.md"), "utf8")));
writeFileSync(page("rehearsal.md"), withRehearsalPolicy(readFileSync(page("rehearsal.md"), "utf8")));
