/**
 * The types that report a public group: AWS Config rules by their identifier
 * (https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html) or by our own rule's name,
 * and controls of Security Hub (https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html).
 */
export const findingTypes: string[] = [
  "Config:Rule/SECURITY_GROUP_OPEN_PROHIBITED",
  "Config:Rule/INCOMING_SSH_DISABLED",
  "Config:Rule/VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS",
  "Config:Rule/RESTRICTED_INCOMING_TRAFFIC",
  "Config:Rule/VPC_SG_PORT_RESTRICTION_CHECK",
  "SecurityHub:Control/EC2.13",
  "SecurityHub:Control/EC2.14",
  "SecurityHub:Control/EC2.18",
  "SecurityHub:Control/EC2.19",
  "SecurityHub:Control/EC2.53",
  "SecurityHub:Control/EC2.54",
];
