import type { Result } from "../../runtime/doctor/result";
import { directory, type Invocation, type Surroundings } from "./world";

export const [security, member] = ["111122223333", "444455556666"] as const;
export const parameter = JSON.stringify({ ...directory, doctorFunction: "firebreak-doctor" });
export const well: Result = { account: security, check: "roles", subject: "role-a", status: "ok", says: "It is well" };
export const lost: Result = {
  account: member,
  region: "eu-west-1",
  check: "forwarding",
  subject: "firebreak-forwarding",
  status: "fault",
  says: "There is no forwarding rule: deploy the stack\u001b[31m of this account, and then look again at it",
};
export const left: Result = {
  account: member,
  check: "queues",
  subject: "queue",
  status: "warning",
  says: "Letters wait",
};

export const arrived = (place: { account: string; region: string }): Result => ({
  account: place.account,
  region: place.region,
  check: "delivery",
  subject: "test event",
  status: "ok",
  says: "It arrived",
});

/** The doctor of an organization of two accounts. */
export function doctorOf(results: Result[], listed: Result[] = []): Surroundings {
  const answer = ({ payload }: Invocation) => {
    const { command, account } = payload;
    if (command === "accounts") return { accounts: [security, member], regions: ["eu-west-1"], results: listed };
    if (command === "arrivals") return payload["sent"].map(arrived);
    const sent = account === member ? [{ account, region: "eu-west-1", at: 1_764_300_000_000 }] : [];
    return { results: results.filter((result) => result.account === account), sent };
  };
  return { parameter, answer };
}
