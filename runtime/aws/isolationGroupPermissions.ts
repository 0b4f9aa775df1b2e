import type { Permission } from "../model/permission";
import { type GroupKind, groupTag } from "./isolationGroup";

const ec2 = (type: string) => `arn:{partition}:ec2:{region}:{account}:${type}`;

/** Of any account of the organization: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid */
const inOrganization = { StringEquals: { "aws:ResourceOrgID": `\${aws:PrincipalOrgID}` } };

/** What creating and repairing our groups of some kinds needs. */
export const isolationGroupPermissions = (kinds: GroupKind[]): Permission[] => [
  {
    sid: "CreateGroups",
    actions: ["ec2:CreateSecurityGroup"],
    resources: [ec2("security-group/*")],
    condition: { StringEquals: { [`aws:RequestTag/${groupTag}`]: kinds } },
    phase: "contain",
  },
  {
    // A VPC may be shared by another account of the organization, whose id is in the VPC's ARN then:
    // https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-service-behavior.html
    sid: "CreateGroupsIn",
    actions: ["ec2:CreateSecurityGroup"],
    resources: ["arn:{partition}:ec2:{region}:*:vpc/*"],
    condition: inOrganization,
    phase: "contain",
  },
  {
    sid: "TagGroups",
    actions: ["ec2:CreateTags"],
    resources: [ec2("security-group/*")],
    condition: { StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" } },
    phase: "contain",
  },
  {
    sid: "RepairOurGroups",
    // A closed group never gets a rule.
    actions: [
      ...(kinds.includes("open") ? ["ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"] : []),
      "ec2:RevokeSecurityGroupEgress",
      "ec2:RevokeSecurityGroupIngress",
    ],
    resources: [ec2("security-group/*")],
    condition: { StringEquals: { [`aws:ResourceTag/${groupTag}`]: kinds } },
    phase: "contain",
  },
];
