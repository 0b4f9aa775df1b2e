import { writeFileSync } from "node:fs";
import path from "node:path";
import { catalogue } from "../../runtime/responses/catalogue";
import { permissionsPage } from "./permissionsTable";

writeFileSync(path.join(__dirname, "..", "..", "docs", "permissions.md"), permissionsPage(catalogue));
