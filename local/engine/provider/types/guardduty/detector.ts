import {
  CreateDetectorCommand,
  DeleteDetectorCommand,
  GetDetectorCommand,
  GuardDutyClient,
  ListDetectorsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateDetectorCommand,
} from "@aws-sdk/client-guardduty";
import type { Kind } from "../../kind";
import { retag } from "../../tags";

export const detector: Kind = {
  tagged: true,
  inputs: { enable: { default: true }, findingPublishingFrequency: { default: "SIX_HOURS" } },
  async create(inputs, aws) {
    const { enable: Enable, findingPublishingFrequency: FindingPublishingFrequency, tags: Tags } = inputs;
    const command = new CreateDetectorCommand({ Enable, FindingPublishingFrequency, Tags });
    return (await aws.client(GuardDutyClient).send(command)).DetectorId!;
  },
  async read(id, aws) {
    const guardDuty = aws.client(GuardDutyClient);
    // For an unknown id GuardDuty returns BadRequestException, which has many other causes.
    const { DetectorIds } = await guardDuty.send(new ListDetectorsCommand({}));
    if (!DetectorIds?.includes(id)) return undefined;
    const found = await guardDuty.send(new GetDetectorCommand({ DetectorId: id }));
    return {
      inputs: {
        enable: found.Status === "ENABLED",
        findingPublishingFrequency: found.FindingPublishingFrequency,
        tags: found.Tags && Object.keys(found.Tags).length > 0 ? found.Tags : undefined,
      },
      outputs: {
        arn: `arn:${aws.partition}:guardduty:${aws.region}:${await aws.account()}:detector/${id}`,
        accountId: await aws.account(),
      },
    };
  },
  async update(id, inputs, aws, olds) {
    const guardDuty = aws.client(GuardDutyClient);
    const { enable: Enable, findingPublishingFrequency: FindingPublishingFrequency } = inputs;
    await guardDuty.send(new UpdateDetectorCommand({ DetectorId: id, Enable, FindingPublishingFrequency }));
    const ResourceArn = `arn:${aws.partition}:guardduty:${aws.region}:${await aws.account()}:detector/${id}`;
    await retag(olds, inputs, {
      set: (Tags) => guardDuty.send(new TagResourceCommand({ ResourceArn, Tags })),
      remove: (TagKeys) => guardDuty.send(new UntagResourceCommand({ ResourceArn, TagKeys })),
    });
  },
  delete: (id, aws) => aws.client(GuardDutyClient).send(new DeleteDetectorCommand({ DetectorId: id })),
};
