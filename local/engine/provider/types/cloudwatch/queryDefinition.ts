import {
  CloudWatchLogsClient,
  DeleteQueryDefinitionCommand,
  DescribeQueryDefinitionsCommand,
  PutQueryDefinitionCommand,
  type QueryDefinition,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Kind } from "../../kind";
import type { Place } from "../../session";

export const queryDefinition: Kind = {
  named: "name",
  inputs: { name: {}, queryString: {}, logGroupNames: { unordered: true } },
  async create(inputs, aws) {
    const { name, queryString, logGroupNames } = inputs;
    const command = new PutQueryDefinitionCommand({ name, queryString, logGroupNames });
    return (await aws.client(CloudWatchLogsClient).send(command)).queryDefinitionId!;
  },
  async read(id, aws) {
    const found = await find(id, aws);
    return (
      found && {
        inputs: {
          name: found.name,
          queryString: found.queryString,
          logGroupNames: found.logGroupNames?.length ? found.logGroupNames : undefined,
        },
        outputs: { queryDefinitionId: id },
      }
    );
  },
  async update(id, inputs, aws) {
    const { name, queryString, logGroupNames = [] } = inputs;
    const command = new PutQueryDefinitionCommand({ queryDefinitionId: id, name, queryString, logGroupNames });
    await aws.client(CloudWatchLogsClient).send(command);
  },
  delete: (id, aws) =>
    aws.client(CloudWatchLogsClient).send(new DeleteQueryDefinitionCommand({ queryDefinitionId: id })),
};

async function find(id: string, aws: Place): Promise<QueryDefinition | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await aws.client(CloudWatchLogsClient).send(new DescribeQueryDefinitionsCommand({ nextToken }));
    const found = page.queryDefinitions?.find((definition) => definition.queryDefinitionId === id);
    if (found) return found;
    nextToken = page.nextToken;
  } while (nextToken);
  return undefined;
}
