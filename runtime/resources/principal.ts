import type { ResourceType } from "./resourceType";

/** Users, roles and their keys. A principal has several ids at once, so it has no form of its own here. */
export const principal: ResourceType<"iam-principal"> = {
  kind: "iam-principal",
  names: {
    guardDuty: ["AccessKey"],
    config: ["AWS::IAM::AccessKey", "AWS::IAM::Role", "AWS::IAM::User"],
    asff: ["AwsIamAccessKey", "AwsIamRole", "AwsIamUser"],
  },
};
