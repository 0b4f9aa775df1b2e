import { coded } from "../lib/errors";
import type { TagAccess } from "./resourceType";

/** The types of resources whose ARNs have no account: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
const withoutAccount = ["image", "snapshot"];

/** The tag access of all EC2 resources: one call for all, limited by ARN. */
export function ec2Tags(
  plural: string,
  describe: string,
  arnType: string,
): Pick<TagAccess, "clients" | "reading" | "writing" | "write"> {
  const account = withoutAccount.includes(arnType) ? "" : "{account}";
  return {
    clients: ["ec2"],
    reading: {
      sid: `Read${plural}`,
      actions: [describe],
      resources: ["*"],
      why: "AWS offers no resource-level permissions for Describe actions",
    },
    writing: {
      sid: `Tag${plural}`,
      actions: ["ec2:CreateTags", "ec2:DeleteTags"],
      resources: [`arn:{partition}:ec2:{region}:${account}:${arnType}/{target}`],
    },
    async write({ ec2 }, { id }, { key, value }) {
      // Without a value, the tag is removed regardless of its value: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
      if (value === undefined) await ec2!.deleteTags({ Resources: [id], Tags: [{ Key: key }] });
      else await ec2!.createTags({ Resources: [id], Tags: [{ Key: key, Value: value }] });
    },
  };
}

/** EC2 returns an error for an id that does not exist: an answer without the resource does not prove that. */
export function answered<Found>(found: Found | undefined, id: string): Found {
  if (found === undefined) throw coded("Unsettled", `EC2 did not return ${id}, which was requested by id`);
  return found;
}
