import {
  type DetectorFeatureConfiguration,
  GetDetectorCommand,
  GuardDutyClient,
  UpdateDetectorCommand,
} from "@aws-sdk/client-guardduty";
import { camelKeys, pascalKeys } from "../../caseNames";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

export const detectorFeature: Kind = {
  inputs: {
    detectorId: { replaces: true },
    name: { replaces: true },
    status: {},
    additionalConfigurations: { unordered: true, fields: { name: {}, status: {} } },
  },
  async create(inputs, aws) {
    await put(inputs, aws);
    return `${inputs.detectorId}/${inputs.name}`;
  },
  async read(id, aws) {
    const [detectorId, name] = id.split("/");
    const found = await aws.client(GuardDutyClient).send(new GetDetectorCommand({ DetectorId: detectorId }));
    const feature = found.Features?.find((candidate) => candidate.Name === name);
    if (!feature) return undefined;
    const additional = feature.AdditionalConfiguration?.map(({ Name, Status }) => camelKeys({ Name, Status }));
    return {
      inputs: {
        detectorId,
        name,
        status: feature.Status,
        additionalConfigurations: additional?.length ? additional : undefined,
      },
      outputs: {},
    };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  // A feature belongs to its detector and cannot be removed; @pulumi/aws does nothing either.
  delete: async () => undefined,
};

async function put(inputs: Properties, aws: Place): Promise<void> {
  const feature = {
    Name: inputs.name,
    Status: inputs.status,
    AdditionalConfiguration: pascalKeys(inputs.additionalConfigurations),
  } as DetectorFeatureConfiguration;
  const command = new UpdateDetectorCommand({ DetectorId: inputs.detectorId, Features: [feature] });
  await aws.client(GuardDutyClient).send(command);
}
