import {
  AddTagsCommand,
  type AdvancedEventSelector,
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import { camelKeys, pascalKeys } from "../../caseNames";
import { same } from "../../compare";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";
import { retag, tagList, tagMap } from "../../tags";

const comparisons = { equals: {}, notEquals: {}, startsWith: {}, notStartsWith: {}, endsWith: {}, notEndsWith: {} };

export const trail: Kind = {
  named: "name",
  tagged: true,
  inputs: {
    name: { replaces: true },
    s3BucketName: {},
    s3KeyPrefix: {},
    snsTopicName: {},
    kmsKeyId: {},
    cloudWatchLogsGroupArn: {},
    cloudWatchLogsRoleArn: {},
    includeGlobalServiceEvents: { default: true },
    isMultiRegionTrail: { default: false },
    isOrganizationTrail: { default: false },
    enableLogFileValidation: { default: false },
    enableLogging: { default: true },
    eventSelectors: {
      fields: {
        readWriteType: { default: "All" },
        includeManagementEvents: { default: true },
        excludeManagementEventSources: { unordered: true },
        dataResources: { fields: { type: {}, values: {} } },
      },
    },
    advancedEventSelectors: { fields: { name: {}, fieldSelectors: { fields: { field: {}, ...comparisons } } } },
  },
  async create(inputs, aws) {
    const command = new CreateTrailCommand({ ...settings(inputs), TagsList: tagList(inputs.tags) });
    return (await aws.client(CloudTrailClient).send(command)).TrailARN!;
  },
  async finish(id, inputs, aws) {
    if (inputs.eventSelectors || inputs.advancedEventSelectors) await setSelectors(id, inputs, aws);
    if (inputs.enableLogging) await aws.client(CloudTrailClient).send(new StartLoggingCommand({ Name: id }));
  },
  async read(id, aws) {
    const cloudTrail = aws.client(CloudTrailClient);
    const found = (await cloudTrail.send(new GetTrailCommand({ Name: id }))).Trail!;
    const { IsLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: id }));
    const { ResourceTagList } = await cloudTrail.send(new ListTagsCommand({ ResourceIdList: [id] }));
    return {
      inputs: {
        name: found.Name,
        s3BucketName: found.S3BucketName,
        s3KeyPrefix: found.S3KeyPrefix,
        snsTopicName: found.SnsTopicName,
        kmsKeyId: found.KmsKeyId,
        cloudWatchLogsGroupArn: found.CloudWatchLogsLogGroupArn,
        cloudWatchLogsRoleArn: found.CloudWatchLogsRoleArn,
        includeGlobalServiceEvents: found.IncludeGlobalServiceEvents,
        isMultiRegionTrail: found.IsMultiRegionTrail,
        isOrganizationTrail: found.IsOrganizationTrail ?? false,
        enableLogFileValidation: found.LogFileValidationEnabled,
        enableLogging: IsLogging,
        ...(found.HasCustomEventSelectors && (await selectorsOf(id, aws))),
        tags: tagMap(ResourceTagList?.[0]?.TagsList),
      },
      outputs: { arn: found.TrailARN, homeRegion: found.HomeRegion, snsTopicArn: found.SnsTopicARN },
    };
  },
  async update(id, inputs, aws, olds) {
    const cloudTrail = aws.client(CloudTrailClient);
    await cloudTrail.send(new UpdateTrailCommand({ ...unset(olds), ...settings(inputs) }));
    const selects = (of: Properties) => [of.eventSelectors, of.advancedEventSelectors];
    if (!same(selects(olds), selects(inputs))) await setSelectors(id, inputs, aws);
    if (inputs.enableLogging) await cloudTrail.send(new StartLoggingCommand({ Name: id }));
    else await cloudTrail.send(new StopLoggingCommand({ Name: id }));
    await retag(olds, inputs, {
      set: (tags) => cloudTrail.send(new AddTagsCommand({ ResourceId: id, TagsList: tagList(tags) })),
      remove: (keys) =>
        cloudTrail.send(new RemoveTagsCommand({ ResourceId: id, TagsList: keys.map((Key) => ({ Key })) })),
    });
  },
  delete: (id, aws) => aws.client(CloudTrailClient).send(new DeleteTrailCommand({ Name: id })),
};

function settings(inputs: Properties) {
  const given = {
    Name: inputs.name,
    S3BucketName: inputs.s3BucketName,
    S3KeyPrefix: inputs.s3KeyPrefix,
    SnsTopicName: inputs.snsTopicName,
    KmsKeyId: inputs.kmsKeyId,
    CloudWatchLogsLogGroupArn: inputs.cloudWatchLogsGroupArn,
    CloudWatchLogsRoleArn: inputs.cloudWatchLogsRoleArn,
    IncludeGlobalServiceEvents: inputs.includeGlobalServiceEvents,
    IsMultiRegionTrail: inputs.isMultiRegionTrail,
    IsOrganizationTrail: inputs.isOrganizationTrail,
    EnableLogFileValidation: inputs.enableLogFileValidation,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as typeof given;
}

/** The values that turn off settings which the program no longer has. */
function unset(olds: Properties) {
  return {
    ...(olds.s3KeyPrefix && { S3KeyPrefix: "" }),
    ...(olds.snsTopicName && { SnsTopicName: "" }),
    ...(olds.kmsKeyId && { KmsKeyId: "" }),
    ...(olds.cloudWatchLogsGroupArn && { CloudWatchLogsLogGroupArn: "", CloudWatchLogsRoleArn: "" }),
  };
}

/** Without selectors a trail records the management events. */
async function setSelectors(TrailName: string, inputs: Properties, aws: Place): Promise<void> {
  const AdvancedEventSelectors: AdvancedEventSelector[] | undefined = pascalKeys(inputs.advancedEventSelectors);
  const everything: EventSelector = { ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] };
  const EventSelectors: EventSelector[] = pascalKeys(inputs.eventSelectors) ?? [everything];
  const selectors = AdvancedEventSelectors ? { AdvancedEventSelectors } : { EventSelectors };
  await aws.client(CloudTrailClient).send(new PutEventSelectorsCommand({ TrailName, ...selectors }));
}

async function selectorsOf(TrailName: string, aws: Place): Promise<Properties> {
  const found = await aws.client(CloudTrailClient).send(new GetEventSelectorsCommand({ TrailName }));
  return {
    eventSelectors: found.EventSelectors?.length ? camelKeys(found.EventSelectors) : undefined,
    advancedEventSelectors: found.AdvancedEventSelectors?.length ? camelKeys(found.AdvancedEventSelectors) : undefined,
  };
}
