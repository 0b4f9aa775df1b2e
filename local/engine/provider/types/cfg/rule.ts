import { camelKeys, pascalKeys } from "../../caseNames";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import { retag } from "../../tags";
import { configCall, configTagging, configTags, tagsOf } from "./configCall";

const detail = { eventSource: { default: "aws.config" }, messageType: {}, maximumExecutionFrequency: {} };

export const rule: Kind = {
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    description: {},
    inputParameters: { json: true },
    maximumExecutionFrequency: {},
    scope: {
      fields: {
        complianceResourceId: {},
        complianceResourceTypes: { unordered: true },
        tagKey: {},
        tagValue: {},
      },
    },
    source: {
      fields: { owner: {}, sourceIdentifier: {}, sourceDetails: { unordered: true, fields: detail } },
    },
  },
  async create(inputs, aws) {
    await configCall("PutConfigRule", { ConfigRule: settings(inputs), Tags: configTags(inputs.tags) }, aws);
    return inputs.name;
  },
  async read(id, aws) {
    const answer = await configCall("DescribeConfigRules", { ConfigRuleNames: [id] }, aws);
    const found = answer.ConfigRules[0];
    if (!found) return undefined;
    return {
      inputs: {
        name: id,
        description: found.Description || undefined,
        inputParameters: found.InputParameters || undefined,
        maximumExecutionFrequency: found.MaximumExecutionFrequency,
        scope: camelKeys(found.Scope),
        source: camelKeys(found.Source),
        tags: await tagsOf(found.ConfigRuleArn, aws),
      },
      outputs: { arn: found.ConfigRuleArn, ruleId: found.ConfigRuleId },
    };
  },
  async update(id, inputs, aws, olds) {
    await configCall("PutConfigRule", { ConfigRule: settings(inputs) }, aws);
    const answer = await configCall("DescribeConfigRules", { ConfigRuleNames: [id] }, aws);
    await retag(olds, inputs, configTagging(answer.ConfigRules[0].ConfigRuleArn, aws));
  },
  delete: (id, aws) => configCall("DeleteConfigRule", { ConfigRuleName: id }, aws),
};

function settings(inputs: Properties): object {
  return {
    ConfigRuleName: inputs.name,
    Description: inputs.description ?? "",
    InputParameters: inputs.inputParameters,
    MaximumExecutionFrequency: inputs.maximumExecutionFrequency,
    Scope: pascalKeys(inputs.scope),
    Source: pascalKeys(inputs.source),
  };
}
