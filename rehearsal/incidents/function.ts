import { guardDutyFunction } from "../findings";
import type { Incident } from "../incident";
import type { Place } from "../place";
import { concurrencyOf } from "../readBack";

/** A function as a finding names it; its role may be missing. */
interface Named {
  functionName: string;
  role?: string;
}

const report =
  ({ account, region, partition, tell }: Place, named: Named) =>
  () =>
    tell(guardDutyFunction({ account, region, partition }, named));

/** A function calls a command and control server. */
export const stoppedFunction = (place: Place, named: Named): Incident => ({
  title: `${place.name}: a function calls a command and control server`,
  expected: "contained",
  response: "stop-function",
  happen: report(place, named),
  proof: async () => {
    const reserved = await concurrencyOf(place.clients.lambda, named.functionName);
    return reserved === 0 ? undefined : `its reserved concurrency is ${reserved ?? "absent"}`;
  },
});

/** The same with a function that has an approved exception. */
export const exemptFunction = (place: Place, named: Named): Incident => ({
  title: `${place.name}: a function that tests the defence calls such a server`,
  expected: "exempt",
  response: "stop-function",
  happen: report(place, named),
  proof: async () =>
    (await concurrencyOf(place.clients.lambda, named.functionName)) === undefined ? undefined : "it was stopped",
});
