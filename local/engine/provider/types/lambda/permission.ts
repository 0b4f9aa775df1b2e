import {
  AddPermissionCommand,
  type FunctionUrlAuthType,
  GetPolicyCommand,
  LambdaClient,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import type { Kind } from "../../kind";

export const permission: Kind = {
  named: "statementId",
  inputs: {
    statementId: {},
    function: {},
    qualifier: {},
    action: {},
    principal: {},
    principalOrgId: {},
    sourceArn: {},
    sourceAccount: {},
    eventSourceToken: {},
    functionUrlAuthType: {},
  },
  async create(inputs, aws) {
    await aws.client(LambdaClient).send(
      new AddPermissionCommand({
        StatementId: inputs.statementId,
        FunctionName: inputs.function,
        Qualifier: inputs.qualifier,
        Action: inputs.action,
        Principal: inputs.principal,
        PrincipalOrgID: inputs.principalOrgId,
        SourceArn: inputs.sourceArn,
        SourceAccount: inputs.sourceAccount,
        EventSourceToken: inputs.eventSourceToken,
        FunctionUrlAuthType: inputs.functionUrlAuthType as FunctionUrlAuthType,
      }),
    );
    return inputs.statementId;
  },
  async read(id, aws, known) {
    const command = new GetPolicyCommand({ FunctionName: known.function, Qualifier: known.qualifier });
    const { Policy = "{}" } = await aws.client(LambdaClient).send(command);
    const found = JSON.parse(Policy).Statement?.find((statement: { Sid: string }) => statement.Sid === id);
    if (!found) return undefined;
    // The principal is written in several ways (a service, an ARN, an id), so it cannot be compared.
    const condition = Object.assign({}, ...Object.values(found.Condition ?? {}));
    return {
      inputs: {
        statementId: id,
        action: found.Action,
        sourceArn: condition["AWS:SourceArn"] ?? condition["aws:SourceArn"],
        sourceAccount: condition["AWS:SourceAccount"] ?? condition["aws:SourceAccount"],
        principalOrgId: condition["aws:PrincipalOrgID"],
      },
      outputs: {},
    };
  },
  delete: (id, aws, known) =>
    aws
      .client(LambdaClient)
      .send(new RemovePermissionCommand({ FunctionName: known.function, Qualifier: known.qualifier, StatementId: id })),
};
