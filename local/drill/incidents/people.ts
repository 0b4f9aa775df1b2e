import { groupsOf, notIsolated } from "../../../rehearsal/readBack";
import { accounts, region } from "../../world/accounts";
import { command } from "../../world/command";
import { instanceFinding, sendFinding } from "../../world/findings";
import { decisionsOf } from "../../world/follow";
import { makeInstance } from "../../world/instances";
import { makeNetwork } from "../../world/network";
import { typeToApprove } from "../policy";
import type { Incident, Stage } from "./incident";

const { payments } = accounts;

/** Incidents with decisions of people. */
export async function peopleIncidents({ world, ec2 }: Stage): Promise<Incident[]> {
  const network = await makeNetwork(ec2.payments, 5);
  const [scanner, paused, seen] = [
    await makeInstance(ec2.payments, network),
    await makeInstance(ec2.payments, network),
    await makeInstance(ec2.payments, network),
  ];
  const groups = { scanner: await groupsOf(ec2.payments, scanner), paused: await groupsOf(ec2.payments, paused) };
  const finding = instanceFinding({ account: payments.id, instanceId: scanner, type: typeToApprove });
  const meanwhile = instanceFinding({ account: payments.id, instanceId: paused });
  const unchanged = (instance: string, before: Record<string, string[]>) => async () =>
    JSON.stringify(await groupsOf(ec2.payments, instance)) === JSON.stringify(before)
      ? undefined
      : `the groups of ${instance} differ from the prior state`;
  const send = async (detail: Record<string, any>): Promise<string> => {
    await sendFinding(world.endpoint, payments.id, detail);
    return detail["id"];
  };
  return [
    {
      title: "payments: an instance scans ports; for this type a person must approve the containment",
      expected: "awaiting-approval",
      happen: () => send(finding),
      proof: unchanged(scanner, groups.scanner),
    },
    {
      title: "payments: a person reviews the plan and approves it",
      expected: "contained",
      decisions: 2,
      happen: async () => {
        const [asked] = await decisionsOf(world, finding["id"]);
        const approval = asked!.approval;
        await command(world, "isolate-instance", { command: "approve", approval, reason: "no scan is planned there" });
        return finding["id"];
      },
      proof: () => notIsolated(ec2.payments, scanner),
    },
    {
      title: "payments: a finding while all responses are paused",
      expected: "awaiting-approval",
      happen: async () => {
        await command(world, "isolate-instance", { command: "pause", reason: "a rehearsal of the power supply" });
        return send(meanwhile);
      },
      proof: unchanged(paused, groups.paused),
    },
    {
      title: "payments: the pause is over and the finding arrives again",
      expected: "contained",
      decisions: 2,
      happen: async () => {
        await command(world, "isolate-instance", { command: "resume", reason: "the rehearsal is over" });
        return send(meanwhile);
      },
      proof: () => notIsolated(ec2.payments, paused),
    },
    {
      title: "payments: an analyst contains an instance without a finding",
      expected: "contained",
      happen: async () => {
        const target = { account: payments.id, region, id: seen };
        const reason = "its owner reports a stolen key";
        const { finding: id } = await command(world, "isolate-instance", { command: "contain", target, reason });
        return id;
      },
      proof: () => notIsolated(ec2.payments, seen),
    },
  ];
}
