import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { configCall } from "./configCall";

export const recorder: Kind = {
  named: "name",
  // There is one recorder in a Region; "default" is its name in @pulumi/aws.
  nameFrom: () => "default",
  inputs: {
    name: { replaces: true },
    roleArn: {},
    recordingGroup: {
      fields: {
        allSupported: { default: true },
        includeGlobalResourceTypes: {},
        resourceTypes: { unordered: true },
        recordingStrategies: { fields: { useOnly: {} } },
        exclusionByResourceTypes: { fields: { resourceTypes: { unordered: true } } },
      },
    },
  },
  async create(inputs, aws) {
    await put(inputs, aws);
    return inputs.name;
  },
  async read(id, aws) {
    const answer = await configCall("DescribeConfigurationRecorders", { ConfigurationRecorderNames: [id] }, aws);
    const found = answer.ConfigurationRecorders[0];
    if (!found) return undefined;
    const group = found.recordingGroup;
    return {
      inputs: {
        name: found.name,
        roleArn: found.roleARN,
        recordingGroup: group && {
          allSupported: group.allSupported,
          includeGlobalResourceTypes: group.includeGlobalResourceTypes ?? false,
          resourceTypes: group.resourceTypes?.length ? group.resourceTypes : undefined,
          ...(group.recordingStrategy && { recordingStrategies: [group.recordingStrategy] }),
          ...(group.exclusionByResourceTypes && { exclusionByResourceTypes: [group.exclusionByResourceTypes] }),
        },
      },
      outputs: {},
    };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  delete: (id, aws) => configCall("DeleteConfigurationRecorder", { ConfigurationRecorderName: id }, aws),
};

async function put(inputs: Properties, aws: Place): Promise<void> {
  const { recordingStrategies, exclusionByResourceTypes, ...group } = inputs.recordingGroup ?? { allSupported: true };
  const ConfigurationRecorder = {
    name: inputs.name,
    roleARN: inputs.roleArn,
    recordingGroup: {
      ...group,
      recordingStrategy: recordingStrategies?.[0],
      exclusionByResourceTypes: exclusionByResourceTypes?.[0],
    },
  };
  await configCall("PutConfigurationRecorder", { ConfigurationRecorder }, aws);
}
