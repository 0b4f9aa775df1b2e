import {
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from "@aws-sdk/client-s3";
import { camelKeys, pascalKeys } from "../../caseNames";
import type { Inputs } from "../../kind";
import type { Properties } from "../../properties";
import { bucketSetting } from "./setting";

const transition: Inputs = { days: {}, storageClass: {} };

export const bucketLifecycleConfiguration = bucketSetting({
  inputs: {
    rules: {
      fields: {
        id: {},
        status: {},
        filter: { fields: { prefix: {}, objectSizeGreaterThan: {}, objectSizeLessThan: {} } },
        expiration: { fields: { days: {}, expiredObjectDeleteMarker: {} } },
        transitions: { fields: transition },
        noncurrentVersionExpiration: { fields: { noncurrentDays: {}, newerNoncurrentVersions: {} } },
        noncurrentVersionTransitions: { fields: { noncurrentDays: {}, storageClass: {} } },
        abortIncompleteMultipartUpload: { fields: { daysAfterInitiation: {} } },
      },
    },
  },
  write: (Bucket, { rules }, s3) => {
    const LifecycleConfiguration = { Rules: rules.map(ruleOf) };
    return s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  },
  find: async (Bucket, s3) => {
    const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    return Rules && { rules: Rules.map(ruleFrom) };
  },
  remove: (Bucket, s3) => s3.send(new DeleteBucketLifecycleCommand({ Bucket })),
});

function ruleOf({ id, filter, ...rest }: Properties): LifecycleRule {
  // S3 requires a filter; an empty prefix matches every object.
  return { ID: id, Filter: pascalKeys(filter ?? { prefix: "" }), ...pascalKeys(rest) };
}

function ruleFrom({ ID, ...rest }: LifecycleRule): Properties {
  return { id: ID, ...camelKeys(rest) };
}
