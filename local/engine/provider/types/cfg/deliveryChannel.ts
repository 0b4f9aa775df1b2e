import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { configCall } from "./configCall";

export const deliveryChannel: Kind = {
  named: "name",
  nameFrom: () => "default",
  inputs: {
    name: { replaces: true },
    s3BucketName: {},
    s3KeyPrefix: {},
    s3KmsKeyArn: {},
    snsTopicArn: {},
    snapshotDeliveryProperties: { fields: { deliveryFrequency: {} } },
  },
  async create(inputs, aws) {
    await put(inputs, aws);
    return inputs.name;
  },
  async read(id, aws) {
    const answer = await configCall("DescribeDeliveryChannels", { DeliveryChannelNames: [id] }, aws);
    const found = answer.DeliveryChannels[0];
    if (!found) return undefined;
    return {
      inputs: {
        name: found.name,
        s3BucketName: found.s3BucketName,
        s3KeyPrefix: found.s3KeyPrefix,
        s3KmsKeyArn: found.s3KmsKeyArn,
        snsTopicArn: found.snsTopicARN,
        snapshotDeliveryProperties: found.configSnapshotDeliveryProperties,
      },
      outputs: {},
    };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  delete: (id, aws) => configCall("DeleteDeliveryChannel", { DeliveryChannelName: id }, aws),
};

async function put(inputs: Properties, aws: Place): Promise<void> {
  const DeliveryChannel = {
    name: inputs.name,
    s3BucketName: inputs.s3BucketName,
    s3KeyPrefix: inputs.s3KeyPrefix,
    s3KmsKeyArn: inputs.s3KmsKeyArn,
    snsTopicARN: inputs.snsTopicArn,
    configSnapshotDeliveryProperties: inputs.snapshotDeliveryProperties,
  };
  await configCall("PutDeliveryChannel", { DeliveryChannel }, aws);
}
