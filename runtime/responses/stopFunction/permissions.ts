import type { Permission } from "../../model/permission";

const lambda = "arn:{partition}:lambda:{region}:{account}:";
const theFunction = `${lambda}function:{target}`;

/**
 * What stopping and its release may call in the account of the function. Neither the function's code nor the address from which it
 * can be downloaded may be read, and neither code nor configuration be changed
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html).
 */
export const permissions: Permission[] = [
  {
    sid: "ReadFunction",
    actions: [
      "lambda:GetFunctionConcurrency",
      "lambda:GetFunctionConfiguration",
      "lambda:ListAliases",
      "lambda:ListFunctionEventInvokeConfigs",
      "lambda:ListFunctionUrlConfigs",
      "lambda:ListProvisionedConcurrencyConfigs",
      "lambda:ListTags",
      "lambda:ListVersionsByFunction",
    ],
    resources: [theFunction],
  },
  {
    sid: "ReadEventSources",
    actions: ["lambda:ListEventSourceMappings"],
    resources: ["*"],
    why: "AWS offers no resource-level permissions for this action",
  },
  { sid: "LimitConcurrency", actions: ["lambda:PutFunctionConcurrency"], resources: [theFunction] },
  { sid: "KeepCode", actions: ["lambda:PublishVersion"], resources: [theFunction], phase: "contain" },
  {
    sid: "RemoveProvisioned",
    actions: ["lambda:DeleteProvisionedConcurrencyConfig"],
    resources: [`${theFunction}:*`],
    phase: "contain",
  },
  // Its ARN has an id that no finding has.
  {
    sid: "SwitchEventSources",
    actions: ["lambda:UpdateEventSourceMapping"],
    resources: [`${lambda}event-source-mapping:*`],
  },
  { sid: "RemoveLimit", actions: ["lambda:DeleteFunctionConcurrency"], resources: [theFunction], phase: "release" },
  {
    sid: "ProvideAgain",
    actions: ["lambda:PutProvisionedConcurrencyConfig"],
    resources: [`${theFunction}:*`],
    phase: "release",
  },
];
