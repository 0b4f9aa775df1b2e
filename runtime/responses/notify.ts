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
 * Takes the findings that no response contains, so that none is dropped: they are recorded, and told if severe. Volumes and
 * databases cannot be encrypted in place, so people are told of them always, unless they carry an exception.
 */
export const notify: Watch<NotifyClients> = {
  name: "notify",
  resourceTypes: [],
  findingTypes: ["Config:Rule/ENCRYPTED_VOLUMES", "Config:Rule/RDS_STORAGE_ENCRYPTED"],
  customAction: { id: "SendSnsSH", name: "Send SNS", description: "Firebreak tells people of the finding" },
  targets(finding) {
    const told =
      finding.action || !notify.findingTypes.includes(finding.type) ? [] : finding.resources.flatMap(targetsIn);
    if (told.length > 0) return told;
    const { type, resourceType } = finding;
    return whyNotified(type) ?? unknownType(`no response is for ${type} on a resource of type ${resourceType}`);
  },
  clients: (config) => ({ ec2: new EC2(config), rds: new RDS(config) }),
  readTags: async (clients, target) => (await readTags(clients, target))?.tags,
  advice: ({ type }) =>
    type.endsWith("ENCRYPTED_VOLUMES")
      ? "the volume is not encrypted and cannot be in place: copy a snapshot of it with encryption, and switch on encryption by default"
      : "the database is not encrypted and cannot be in place: restore a snapshot of it with encryption",
  permissions: [
    database.lookUp!.permission,
    {
      sid: "ReadTags",
      actions: ["ec2:DescribeVolumes", "rds:DescribeDBInstances"],
      resources: ["*"],
      why: "AWS does not limit DescribeVolumes to resources, and Config names databases by an id that is not in their ARN",
    },
  ],
};

/** The kinds of which people are told one by one. */
const kinds = [volume.kind, database.kind];

const targetsIn = (resource: Resource): Target[] =>
  kinds.includes(resource.kind) ? [targetOf(resource.kind, resource, resource.id)] : [];
