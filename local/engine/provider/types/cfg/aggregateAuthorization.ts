import type { Kind } from "../../kind";
import { retag } from "../../tags";
import { configCall, configTagging, configTags, tagsOf } from "./configCall";

export const aggregateAuthorization: Kind = {
  tagged: true,
  inputs: { accountId: { replaces: true }, authorizedAwsRegion: { replaces: true } },
  async create(inputs, aws) {
    const { accountId: AuthorizedAccountId, authorizedAwsRegion: AuthorizedAwsRegion = aws.region } = inputs;
    const body = { AuthorizedAccountId, AuthorizedAwsRegion, Tags: configTags(inputs.tags) };
    await configCall("PutAggregationAuthorization", body, aws);
    return `${AuthorizedAccountId}:${AuthorizedAwsRegion}`;
  },
  async read(id, aws) {
    const [accountId, authorizedAwsRegion] = id.split(":");
    const answer = await configCall("DescribeAggregationAuthorizations", {}, aws);
    const found = answer.AggregationAuthorizations.find(
      (item: any) => item.AuthorizedAccountId === accountId && item.AuthorizedAwsRegion === authorizedAwsRegion,
    );
    if (!found) return undefined;
    const arn = found.AggregationAuthorizationArn;
    return { inputs: { accountId, authorizedAwsRegion, tags: await tagsOf(arn, aws) }, outputs: { arn } };
  },
  async update(id, inputs, aws, olds) {
    const arn = `arn:${aws.partition}:config:${aws.region}:${await aws.account()}:aggregation-authorization/${id.replace(":", "/")}`;
    await retag(olds, inputs, configTagging(arn, aws));
  },
  delete(id, aws) {
    const [AuthorizedAccountId, AuthorizedAwsRegion] = id.split(":");
    return configCall("DeleteAggregationAuthorization", { AuthorizedAccountId, AuthorizedAwsRegion }, aws);
  },
};
