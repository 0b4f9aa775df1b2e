import { containmentId, instanceTarget } from "../../../runtime/target";
import { accounts, region } from "../../world/accounts";
import { command } from "../../world/command";
import { instanceFinding, sendFinding } from "../../world/findings";
import { addInterface, addVolume, groupsOf, makeInstance } from "../../world/instances";
import { makeNetwork } from "../../world/network";
import { notIsolated } from "../../world/proof";
import { makeWorkload } from "../../world/workload";
import type { Incident, Stage } from "./incident";

const { security, payments, website } = accounts;

/** What happens to instances. */
export async function instanceIncidents({ world, ec2 }: Stage): Promise<Incident[]> {
  const [shared, other, web, own] = await Promise.all([
    makeNetwork(ec2.payments, 1),
    makeNetwork(ec2.payments, 2),
    makeNetwork(ec2.website, 3, true),
    makeNetwork(ec2.security, 4),
  ]);
  const patient = await makeInstance(ec2.payments, shared);
  await addInterface(ec2.payments, patient, other);
  await addVolume(ec2.payments, patient);
  const tagged = await makeInstance(ec2.payments, shared, { SecurityException: "approved in the yearly review" });
  const workload = await makeWorkload(ec2.website, website.id, world.endpoint, web);
  const bastion = await makeInstance(ec2.security, own);
  const before = { patient: await groupsOf(ec2.payments, patient), tagged: await groupsOf(ec2.payments, tagged) };

  const send = async (sender: string, detail: Record<string, any>): Promise<string> => {
    await sendFinding(world.endpoint, sender, detail);
    return detail["id"];
  };
  const first = instanceFinding({ account: payments.id, instanceId: patient });
  const unchanged = (instance: string, groups: Record<string, string[]>) => async () =>
    sameGroups(await groupsOf(ec2.payments, instance), groups)
      ? undefined
      : `the groups of ${instance} are not as before`;

  return [
    {
      title:
        "payments: an instance with two interfaces in two VPCs, IPv4 and IPv6, talks to a command and control server",
      expected: "contained",
      happen: () => send(payments.id, first),
      proof: () => notIsolated(ec2.payments, patient),
    },
    {
      title: "payments: GuardDuty sends the same finding again",
      expected: "already-contained",
      decisions: 2,
      happen: () => send(payments.id, first),
      proof: () => notIsolated(ec2.payments, patient),
    },
    {
      title: "payments: an instance that carries an approved exception does the same",
      expected: "exempt",
      happen: () => send(payments.id, instanceFinding({ account: payments.id, instanceId: tagged })),
      proof: unchanged(tagged, before.tagged),
    },
    {
      title:
        "website: an instance of an Auto Scaling group, registered in a load balancer, mines coins; it found its pool by DNS and leaves by a NAT gateway",
      expected: "partial",
      happen: () =>
        send(
          website.id,
          instanceFinding({
            account: website.id,
            instanceId: workload.instance,
            type: "CryptoCurrency:EC2/BitcoinTool.B!DNS",
          }),
        ),
      proof: () => notIsolated(ec2.website, workload.instance),
    },
    {
      title: "security account: one of its own instances is a Tor client",
      expected: "contained",
      happen: () =>
        send(
          security.id,
          instanceFinding({ account: security.id, instanceId: bastion, type: "UnauthorizedAccess:EC2/TorClient" }),
        ),
      proof: () => notIsolated(ec2.security, bastion),
    },
    {
      title: "website: a finding about an instance that does not exist",
      expected: "gone",
      happen: () => send(website.id, instanceFinding({ account: website.id, instanceId: "i-0123456789abcdef0" })),
    },
    {
      title: "payments claims something about an instance of website",
      expected: "refused",
      happen: () => send(payments.id, instanceFinding({ account: website.id, instanceId: workload.instance })),
    },
    {
      title: "website: a sample finding, made in GuardDuty's console",
      expected: "observed",
      happen: () =>
        send(website.id, instanceFinding({ account: website.id, instanceId: workload.instance, sample: true })),
    },
    {
      title: "payments: an analyst has seen enough and releases the first instance",
      expected: "released",
      decisions: 3,
      happen: async () => {
        const target = instanceTarget({ accountId: payments.id, region, partition: "aws" }, patient);
        const containment = containmentId("isolate-instance", target.arn);
        await command(world, "isolate-instance", {
          command: "release",
          containment,
          reason: "image taken, instance is clean",
        });
        return first["id"];
      },
      proof: unchanged(patient, before.patient),
    },
    {
      title: "payments: the old finding comes once more after the release",
      expected: "skipped",
      decisions: 4,
      happen: () => send(payments.id, first),
      proof: unchanged(patient, before.patient),
    },
  ];
}

function sameGroups(left: Record<string, string[]>, right: Record<string, string[]>): boolean {
  const text = (groups: Record<string, string[]>) =>
    JSON.stringify(
      Object.entries(groups)
        .map(([port, list]) => [port, [...list].sort()])
        .sort(),
    );
  return text(left) === text(right);
}
