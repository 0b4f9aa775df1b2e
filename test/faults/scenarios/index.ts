import type { Scenario } from "../scenario";
import { sessionScenario, userScenario } from "./blockPrincipal";
import { bucketByUnitScenario, bucketScenario } from "./blockPublicBucket";
import { confineScenario } from "./confineSecurityGroup";
import { isolateScenario } from "./isolateInstance";
import { runbookScenario } from "./runRunbook";

/** One target of each response, and of each way in which a response works. */
export const scenarios: Scenario[] = [
  isolateScenario,
  sessionScenario,
  userScenario,
  confineScenario,
  bucketScenario,
  bucketByUnitScenario,
  runbookScenario,
];
