import { directoryParameter } from "../../components/documents/directoryContent";
import { functionArn, names } from "../../components/shared/names";
import { allow, policy } from "../../components/shared/policies";
import { doctorAlias } from "../../runtime/doctor/commands";
import { doctor } from "../../runtime/doctor/settings";

/** The values in the example; the ids are those of AWS's documentation. */
const shown = {
  partition: "aws",
  region: "eu-west-1",
  security: "111122223333",
  management: "999988887777",
  organization: "o-a1b2c3d4e5",
  deploymentRole: "AWSControlTowerExecution",
  state: "arn:aws:s3:::example-firebreak-state",
  key: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};

/**
 * The policy in docs/pipelines.md: what `fleet` calls with the credentials of a pipeline, in the security account. What the deployment
 * itself calls is called by the deployment role.
 *
 * - Roles of all accounts of the organization: `aws:ResourceOrgID` limits the * in the place of the account
 *   (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resourceorgid).
 * - `ListRoots` takes no resource but *
 *   (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html).
 */
export function pipelinePolicy(): string {
  const { partition, region, security, management, organization, deploymentRole, state, key } = shown;
  const inOrganization = (type: string, id: string) =>
    `arn:${partition}:organizations::${management}:${type}/${organization}/${id}`;
  const units = [inOrganization("root", "r-*"), inOrganization("ou", "ou-*")];
  const doctorFunction = functionArn(partition, region, security, names.responder(doctor));
  return policy(
    {
      ...allow("Deploy", ["sts:AssumeRole"], [`arn:${partition}:iam::*:role/${deploymentRole}`]),
      Condition: { StringEquals: { "aws:ResourceOrgID": organization } },
    },
    allow("Roots", ["organizations:ListRoots"], "*"),
    allow("Accounts", ["organizations:ListAccountsForParent", "organizations:ListOrganizationalUnitsForParent"], units),
    allow("Tags", ["organizations:ListTagsForResource"], [inOrganization("account", "*")]),
    allow("State", ["s3:ListBucket"], [state]),
    allow("StateFiles", ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"], [`${state}/*`]),
    allow("StateKey", ["kms:Decrypt", "kms:Encrypt"], [key]),
    allow(
      "Directory",
      ["ssm:GetParameter"],
      [`arn:${partition}:ssm:${region}:${security}:parameter${directoryParameter}`],
    ),
    allow("Doctor", ["lambda:InvokeFunction"], [`${doctorFunction}:${doctorAlias}`]),
  );
}
