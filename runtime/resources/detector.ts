import type { GetDetectorResponse, GuardDuty } from "@aws-sdk/client-guardduty";
import { codeOf } from "../lib/errors";
import type { ResourceType } from "./resourceType";

const arns = ["arn:{partition}:guardduty:{region}:{account}:detector/{target}"];

/** The detector of GuardDuty, of which an account has at most one in a Region. Findings about it name only the account. */
export const detector: ResourceType = {
  kind: "detector",
  noun: "detector",
  names: { guardDuty: [], config: [], asff: [] },
  inArn: "guardduty:detector/",
  isId: (text) => /^[0-9a-f]{32}$/.test(text),
  idForm: "the id of a detector, 32 hexadecimal digits",
  example: "0123456789abcdef0123456789abcdef",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:guardduty:${region}:${accountId}:detector/${id}`,
  consolePage: () => ["guardduty", "/settings"],
  tags: {
    clients: ["guardDuty"],
    reading: { sid: "ReadDetectors", actions: ["guardduty:GetDetector"], resources: arns },
    writing: { sid: "TagDetectors", actions: ["guardduty:TagResource", "guardduty:UntagResource"], resources: arns },
    async read({ guardDuty }, { id }) {
      const found = await describeDetector(guardDuty!, id);
      return found && { tags: found.Tags ?? {} };
    },
    async write({ guardDuty }, _, { key, value, arn }) {
      if (value === undefined) await guardDuty!.untagResource({ ResourceArn: arn, TagKeys: [key] });
      else await guardDuty!.tagResource({ ResourceArn: arn, Tags: { [key]: value } });
    },
  },
};

/**
 * A detector; undefined if there is none with this id: the id is all that can be wrong with the request
 * (https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html).
 */
export async function describeDetector(guardDuty: GuardDuty, id: string): Promise<GetDetectorResponse | undefined> {
  try {
    return await guardDuty.getDetector({ DetectorId: id });
  } catch (error) {
    if (codeOf(error) === "BadRequestException") return undefined;
    throw error;
  }
}
