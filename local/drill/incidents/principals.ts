import { exemptUser, stolenKey, stolenSession } from "../../../rehearsal/incidents/principal";
import { makeRole, makeUser, principalFinding } from "../../world/principals";
import type { Incident, Stage } from "./incident";

/** Incidents with users and roles. */
export async function principalIncidents({ places: { payments } }: Stage): Promise<Incident[]> {
  const { iam } = payments.clients;
  const [user, role, exempt] = await Promise.all([
    makeUser(iam, "ci-deployer"),
    makeRole(iam, "shop-backend"),
    makeUser(iam, "scanner", { SecurityException: "for=block-principal until=2099-12-31 ref=SEC-7" }),
  ]);
  return [
    stolenKey(payments, user),
    stolenSession(payments, role),
    exemptUser(payments, exempt),
    {
      title: "payments: the root user signs in from a malicious address, which IAM policies cannot prevent",
      expected: "skipped",
      happen: () => payments.tell(principalFinding(payments.account, { ...user, userType: "Root", userName: "Root" })),
    },
  ];
}
