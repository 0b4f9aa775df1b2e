import type { EC2 } from "@aws-sdk/client-ec2";
import type { Target } from "../../model/target";
import { answered } from "../../resources/ec2";
import { tagRecord } from "../../resources/tagRecord";
import type { Shown } from "./state";

/**
 * An AMI; undefined if it belongs to another account
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html,
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchPermission.html). The state of the block:
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetImageBlockPublicAccessState.html
 */
export async function readImage(ec2: EC2, { id, accountId }: Target): Promise<Shown | undefined> {
  const image = answered((await ec2.describeImages({ ImageIds: [id], IncludeDisabled: true })).Images?.[0], id);
  if (image.OwnerId !== accountId) return undefined;
  const [shared, block] = await Promise.all([
    ec2.describeImageAttribute({ ImageId: id, Attribute: "launchPermission" }),
    ec2.getImageBlockPublicAccessState({}),
  ]);
  return {
    tags: tagRecord(image.Tags),
    created: image.CreationDate ?? "",
    grants: (shared.LaunchPermissions ?? []).flatMap(
      ({ Group, UserId, OrganizationArn, OrganizationalUnitArn }) =>
        Group ?? UserId ?? OrganizationArn ?? OrganizationalUnitArn ?? [],
    ),
    snapshots: (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []),
    blocked: block.ImageBlockPublicAccessState === "block-new-sharing",
  };
}
