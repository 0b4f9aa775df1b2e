import { EC2 } from "@aws-sdk/client-ec2";
import { RDS } from "@aws-sdk/client-rds";
import { readTags } from "../aws/readTags";
import { whyNotified } from "../findings/notifiedTypes";
import type { Resource } from "../model/finding";
import { unknownType } from "../model/refusal";
import type { Watch } from "../model/response";
import type { Target } from "../model/target";
import { database } from "../resources/database";
import { targetOf } from "../resources/targets";
import { volume } from "../resources/volume";

interface NotifyClients {
  ec2: EC2;
  rds: RDS;
}

/**
 * Takes the findings that no response contains, so that none is dropped: records them, and notifies people of severe ones.
 * Volumes and databases cannot be encrypted in place, so people are always notified of them, unless they have an exception.
 */
export const notify: Watch<NotifyClients> = {
  name: "notify",
  resourceTypes: [],
  findingTypes: ["Config:Rule/ENCRYPTED_VOLUMES", "Config:Rule/RDS_STORAGE_ENCRYPTED"],
  customAction: { id: "SendSnsSH", name: "Send SNS", description: "Firebreak notifies people of the finding" },
  targets(finding) {
    const notified =
      finding.action || !notify.findingTypes.includes(finding.type) ? [] : finding.resources.flatMap(targetsIn);
    if (notified.length > 0) return notified;
    const { type, resourceType } = finding;
    return whyNotified(type) ?? unknownType(`no response acts on ${type} for a resource of type ${resourceType}`);
  },
  clients: (config) => ({ ec2: new EC2(config), rds: new RDS(config) }),
  readTags: async (clients, target) => (await readTags(clients, target))?.tags,
  advice: ({ type }) =>
    type.endsWith("ENCRYPTED_VOLUMES")
      ? "the volume is not encrypted, and a volume cannot be encrypted in place: copy a snapshot of it with encryption, and enable encryption by default"
      : "the database is not encrypted, and a database cannot be encrypted in place: restore an encrypted copy of its snapshot",
  permissions: [
    database.lookUp!.permission,
    {
      sid: "ReadTags",
      actions: ["ec2:DescribeVolumes", "rds:DescribeDBInstances"],
      resources: ["*"],
      why: "AWS offers no resource-level permissions for DescribeVolumes, and Config names databases by an id that is not in their ARN",
    },
  ],
};

/** The kinds that people are notified of individually. */
const kinds = [volume.kind, database.kind];

const targetsIn = (resource: Resource): Target[] =>
  kinds.includes(resource.kind) ? [targetOf(resource.kind, resource, resource.id)] : [];
