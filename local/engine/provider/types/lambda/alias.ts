import {
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  LambdaClient,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import type { Kind } from "../../kind";

export const alias: Kind = {
  named: "name",
  inputs: { name: { replaces: true }, functionName: { replaces: true }, functionVersion: {}, description: {} },
  async create(inputs, aws) {
    const answer = await aws.client(LambdaClient).send(
      new CreateAliasCommand({
        FunctionName: inputs.functionName,
        Name: inputs.name,
        FunctionVersion: inputs.functionVersion,
        Description: inputs.description,
      }),
    );
    return answer.AliasArn!;
  },
  async read(_, aws, known) {
    const { functionName, name } = known;
    const found = await aws.client(LambdaClient).send(new GetAliasCommand({ FunctionName: functionName, Name: name }));
    const { FunctionVersion: functionVersion, Description: description, AliasArn: arn } = found;
    return {
      inputs: { functionName, name, functionVersion, description: description || undefined },
      outputs: { arn, invokeArn: arn },
    };
  },
  async update(_, inputs, aws) {
    await aws.client(LambdaClient).send(
      new UpdateAliasCommand({
        FunctionName: inputs.functionName,
        Name: inputs.name,
        FunctionVersion: inputs.functionVersion,
        Description: inputs.description ?? "",
      }),
    );
  },
  delete: (_, aws, known) =>
    aws.client(LambdaClient).send(new DeleteAliasCommand({ FunctionName: known.functionName, Name: known.name })),
};
