import { openGroup, openGroupRules } from "../../../rehearsal/incidents/posture";
import type { Incident, Stage } from "./incident";

/** The shipped safe ranges, which replace public ones. */
const safe = ["172.31.0.0/16", "fe80::/10"];

/** Incidents with security groups. */
export async function groupIncidents({ places: { website }, ec2 }: Stage): Promise<Incident[]> {
  const { VpcId } = (await ec2.website.createVpc({ CidrBlock: "172.31.0.0/16" })).Vpc!;
  const group = await ec2.website.createSecurityGroup({ GroupName: "bastion", Description: "bastion", VpcId });
  const GroupId = group.GroupId!;
  await ec2.website.authorizeSecurityGroupIngress({ GroupId, IpPermissions: [openGroupRules] });
  return [openGroup(website, GroupId, safe)];
}
