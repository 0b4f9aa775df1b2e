import { accounts } from "../../world/accounts";
import { evaluate } from "../../world/compliance";
import type { Incident, Stage } from "./incident";

const { website } = accounts;

/** What happens to security groups. */
export async function groupIncidents({ world, ec2 }: Stage): Promise<Incident[]> {
  const { VpcId } = (await ec2.website.createVpc({ CidrBlock: "172.31.0.0/16" })).Vpc!;
  const group = await ec2.website.createSecurityGroup({ GroupName: "bastion", Description: "bastion", VpcId });
  const GroupId = group.GroupId!;
  await ec2.website.authorizeSecurityGroupIngress({
    GroupId,
    IpPermissions: [
      {
        IpProtocol: "tcp",
        FromPort: 22,
        ToPort: 22,
        IpRanges: [{ CidrIp: "0.0.0.0/1" }, { CidrIp: "128.0.0.0/1" }, { CidrIp: "192.0.2.7/32" }],
        Ipv6Ranges: [{ CidrIpv6: "::/0" }],
      },
    ],
  });
  const sources = async () => {
    const Filters = [{ Name: "group-id", Values: [GroupId] }];
    const { SecurityGroupRules = [] } = await ec2.website.describeSecurityGroupRules({ Filters });
    return SecurityGroupRules.filter((rule) => !rule.IsEgress).map((rule) => rule.CidrIpv4 ?? rule.CidrIpv6);
  };
  return [
    {
      title: "website: a security group is open to the world in two halves; the office's address in it stays",
      expected: "contained",
      happen: () =>
        evaluate(world.endpoint, {
          account: website.id,
          rule: "SECURITY_GROUP_OPEN_PROHIBITED",
          resourceType: "AWS::EC2::SecurityGroup",
          resourceId: GroupId,
          compliance: "NON_COMPLIANT",
        }),
      async proof() {
        const left = (await sources()).sort().join(", ");
        return left === "172.31.0.0/16, 192.0.2.7/32, fe80::/10" ? undefined : `the group lets in ${left}`;
      },
    },
  ];
}
