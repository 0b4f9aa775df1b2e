import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { retag } from "../../tags";

export const logGroup: Kind = {
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    logGroupClass: { replaces: true },
    retentionInDays: { default: 0 },
    kmsKeyId: {},
    skipDestroy: { default: false, only: [false] },
  },
  async create(inputs, aws) {
    await aws.client(CloudWatchLogsClient).send(
      new CreateLogGroupCommand({
        logGroupName: inputs.name,
        logGroupClass: inputs.logGroupClass,
        kmsKeyId: inputs.kmsKeyId,
        tags: inputs.tags,
      }),
    );
    return inputs.name;
  },
  finish: async (id, inputs, aws) => {
    if (inputs.retentionInDays) await setRetention(id, inputs, aws);
  },
  async read(id, aws) {
    const logs = aws.client(CloudWatchLogsClient);
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: id }));
    const found = logGroups.find((group) => group.logGroupName === id);
    if (!found) return undefined;
    // CloudWatch Logs appends `:*` to the ARN of a group; @pulumi/aws removes it.
    const arn = found.arn!.replace(/:\*$/, "");
    const { tags = {} } = await logs.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    return {
      inputs: {
        name: id,
        ...(found.logGroupClass && { logGroupClass: found.logGroupClass }),
        retentionInDays: found.retentionInDays ?? 0,
        kmsKeyId: found.kmsKeyId,
        tags: Object.keys(tags).length > 0 ? tags : undefined,
      },
      outputs: { arn },
    };
  },
  async update(id, inputs, aws, olds) {
    const logs = aws.client(CloudWatchLogsClient);
    await setRetention(id, inputs, aws);
    if (inputs.kmsKeyId !== olds.kmsKeyId) {
      await logs.send(
        inputs.kmsKeyId
          ? new AssociateKmsKeyCommand({ logGroupName: id, kmsKeyId: inputs.kmsKeyId })
          : (new DisassociateKmsKeyCommand({ logGroupName: id }) as any),
      );
    }
    const resourceArn = `arn:${aws.partition}:logs:${aws.region}:${await aws.account()}:log-group:${id}`;
    await retag(olds, inputs, {
      set: (tags) => logs.send(new TagResourceCommand({ resourceArn, tags })),
      remove: (tagKeys) => logs.send(new UntagResourceCommand({ resourceArn, tagKeys })),
    });
  },
  delete: (id, aws) => aws.client(CloudWatchLogsClient).send(new DeleteLogGroupCommand({ logGroupName: id })),
};

/** Zero days mean no expiry. */
async function setRetention(logGroupName: string, inputs: Properties, aws: Place): Promise<void> {
  const logs = aws.client(CloudWatchLogsClient);
  const { retentionInDays } = inputs;
  if (retentionInDays) await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  else await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
}
