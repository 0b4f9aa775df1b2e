import type { ResourceType } from "./resourceType";

const arns = ["arn:{partition}:lambda:{region}:{account}:function:{target}"];

/**
 * A Lambda function with all its versions and aliases. Replicas of Lambda@Edge have the Region of the original before the name
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-delete-replicas.html).
 */
export const lambdaFunction: ResourceType = {
  kind: "lambda-function",
  noun: "function",
  names: { guardDuty: ["Lambda"], config: ["AWS::Lambda::Function"], asff: ["AwsLambdaFunction"] },
  inArn: "lambda:function:",
  isId: (text) => /^([a-z]{2}(-[a-z]+)+-\d\.)?[A-Za-z0-9_-]{1,140}$/.test(text),
  idForm: "the name of a function, without version or alias",
  example: "invoice-pdf",
  arn: ({ partition, region, accountId }, id) => `arn:${partition}:lambda:${region}:${accountId}:function:${id}`,
  consolePage: (id) => ["lambda", `/functions/${id}`],
  // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_LambdaDetails.html
  inGuardDuty: { details: "lambdaDetails", id: "functionName", role: "role" },
  tags: {
    clients: ["lambda"],
    reading: { sid: "ReadFunctionTags", actions: ["lambda:ListTags"], resources: arns },
    writing: { sid: "TagFunctions", actions: ["lambda:TagResource", "lambda:UntagResource"], resources: arns },
    /** https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html */
    read: async ({ lambda }, { arn }) => ({ tags: (await lambda!.listTags({ Resource: arn })).Tags ?? {} }),
    async write({ lambda }, _, { key, value, arn }) {
      if (value === undefined) await lambda!.untagResource({ Resource: arn, TagKeys: [key] });
      else await lambda!.tagResource({ Resource: arn, Tags: { [key]: value } });
    },
  },
};
