import type { Scenario } from "../scenario";
import { sessionScenario, userScenario } from "./blockPrincipal";
import { bucketByUnitScenario, bucketScenario } from "./blockPublicBucket";
import { clusterScenario } from "./confineCluster";
import { confineScenario } from "./confineSecurityGroup";
import { databaseScenario } from "./isolateDatabase";
import { isolateScenario } from "./isolateInstance";
import { podScenario } from "./isolatePod";
import { taskScenario } from "./isolateTask";
import { guardrailScenario } from "./restoreGuardrail";
import { runbookScenario } from "./runRunbook";
import { functionScenario } from "./stopFunction";
import { copyScenario } from "./unshareCopy";

/** One target of each response, and of each way in which a response works. */
export const scenarios: Scenario[] = [
  isolateScenario,
  sessionScenario,
  userScenario,
  confineScenario,
  bucketScenario,
  bucketByUnitScenario,
  runbookScenario,
  functionScenario,
  copyScenario,
  guardrailScenario,
  taskScenario,
  podScenario,
  databaseScenario,
  clusterScenario,
];
