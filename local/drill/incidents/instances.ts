import { unchangedSince } from "../../../rehearsal/course";
import { exemptInstance, groupsUnchanged, instanceCourse } from "../../../rehearsal/incidents/instance";
import { released } from "../../../rehearsal/incidents/release";
import { aclEntries, groupsOf, notIsolated, notWalledOff } from "../../../rehearsal/readBack";
import { instanceTarget } from "../../../runtime/resources/targets";
import { instanceFinding } from "../../world/findings";
import { addInterface, addVolume, makeInstance } from "../../world/instances";
import { makeNetwork, privateSubnet } from "../../world/network";
import { makeWorkload } from "../../world/workload";
import type { Incident, Stage } from "./incident";

/** Incidents with instances. */
export async function instanceIncidents(stage: Stage): Promise<Incident[]> {
  const { world, ec2, places, followed } = stage;
  const { security, payments, website } = places;
  const [shared, other, web, own, outer] = await Promise.all([
    makeNetwork(ec2.payments, 1),
    makeNetwork(ec2.payments, 2),
    makeNetwork(ec2.website, 3, true),
    makeNetwork(ec2.security, 4),
    makeNetwork(ec2.payments, 5),
  ]);
  const compromised = await makeInstance(ec2.payments, shared);
  await addInterface(ec2.payments, compromised, other);
  await addVolume(ec2.payments, compromised);
  const tagged = await makeInstance(ec2.payments, shared, { SecurityException: "approved in the yearly review" });
  const workload = await makeWorkload(ec2.website, website.account, world.endpoint, web);
  const inner = await makeInstance(ec2.payments, await privateSubnet(ec2.payments, outer));
  const bastion = await makeInstance(ec2.security, own);
  const course = instanceCourse(payments, followed, {
    id: compromised,
    what: "an instance with two interfaces in two VPCs, IPv4 and IPv6,",
    unchanged: groupsUnchanged(payments, compromised, await groupsOf(ec2.payments, compromised)),
  });
  const ofWebsite = (parts: Partial<Parameters<typeof instanceFinding>[0]>) =>
    instanceFinding({ account: website.account, instanceId: workload.instance, ...parts });
  return [
    course.contained,
    course.again,
    exemptInstance(payments, {
      id: tagged,
      unchanged: groupsUnchanged(payments, tagged, await groupsOf(ec2.payments, tagged)),
    }),
    {
      title:
        "website: an instance of an Auto Scaling group behind a load balancer mines cryptocurrency; it found its pool through DNS and connects through a NAT gateway",
      expected: "partial",
      happen: () => website.tell(ofWebsite({ type: "CryptoCurrency:EC2/BitcoinTool.B!DNS" })),
      proof: () => notIsolated(ec2.website, workload.instance),
    },
    {
      title: "security account: one of its own instances is a Tor client",
      expected: "contained",
      happen: () =>
        security.tell(
          instanceFinding({
            account: security.account,
            instanceId: bastion,
            type: "UnauthorizedAccess:EC2/TorClient",
          }),
        ),
      proof: () => notIsolated(ec2.security, bastion),
    },
    {
      title: "website: a finding about an instance that does not exist",
      expected: "gone",
      happen: () => website.tell(ofWebsite({ instanceId: "i-0123456789abcdef0" })),
    },
    {
      title: "payments sends a finding about an instance of website",
      expected: "refused",
      happen: () => payments.tell(ofWebsite({})),
    },
    {
      title: "website: a sample finding, created in the GuardDuty console",
      expected: "observed",
      happen: () => website.tell(ofWebsite({ sample: true })),
    },
    course.released,
    course.old,
    ...(await behindNat(stage, inner, outer.subnetId)),
  ];
}

/** Security groups alone do not end what an instance has open through a NAT gateway, and would make the outcome `partial`. */
async function behindNat({ places: { payments }, followed }: Stage, id: string, gateway: string): Promise<Incident[]> {
  const { account, region, partition, clients } = payments;
  const unchanged = await unchangedSince(async () => ({
    groups: await groupsOf(clients.ec2, id),
    acl: await aclEntries(clients.ec2, { subnet: gateway }),
  }));
  return [
    {
      title:
        "payments: an instance that mines cryptocurrency through a NAT gateway of another subnet; network ACLs end its connections",
      expected: "contained",
      happen: () =>
        payments.tell(instanceFinding({ account, instanceId: id, type: "CryptoCurrency:EC2/BitcoinTool.B" })),
      proof: async () => (await notIsolated(clients.ec2, id)) ?? notWalledOff(clients.ec2, id, gateway),
    },
    released(followed, {
      title: "payments: an analyst releases it, and the network ACL is as it was",
      response: "isolate-instance",
      arn: instanceTarget({ accountId: account, region, partition }, id).arn,
      reason: "the miner is removed",
      decisions: 2,
      proof: unchanged,
    }),
  ];
}
