import { exemptFunction, stoppedFunction } from "../../../rehearsal/incidents/function";
import { released } from "../../../rehearsal/incidents/release";
import { concurrencyOf } from "../../../rehearsal/readBack";
import { functionTarget } from "../../../runtime/resources/targets";
import { accounts, region } from "../../world/accounts";
import { makeFunction } from "../../world/functions";
import type { Incident, Stage } from "./incident";

/** Incidents with functions. */
export async function functionIncidents({ world, places: { payments }, followed }: Stage): Promise<Incident[]> {
  const { lambda } = payments.clients;
  const [role, other] = await Promise.all([
    makeFunction(world, "payments", "invoice-pdf"),
    makeFunction(world, "payments", "red-team", { Tags: { SecurityException: "a test of the defence" } }),
  ]);
  const place = { accountId: accounts.payments.id, region, partition: "aws" };
  return [
    stoppedFunction(payments, { functionName: "invoice-pdf", role }),
    {
      ...released(followed, {
        title: "payments: the code of the function was mended, and an analyst releases it",
        response: "stop-function",
        arn: functionTarget(place, "invoice-pdf").arn,
        reason: "the code was mended",
        decisions: 2,
        proof: async () =>
          (await concurrencyOf(lambda, "invoice-pdf")) === undefined ? undefined : "it is still limited",
      }),
      response: "stop-function",
    },
    exemptFunction(payments, { functionName: "red-team", role: other }),
  ];
}
