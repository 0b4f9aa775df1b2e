import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  GetDashboardCommand,
  PutDashboardCommand,
} from "@aws-sdk/client-cloudwatch";
import type { Kind } from "../../kind";
import type { Properties } from "../../properties";
import type { Place } from "../../session";

export const dashboard: Kind = {
  named: "dashboardName",
  inputs: { dashboardName: { replaces: true }, dashboardBody: { json: true } },
  async create(inputs, aws) {
    await put(inputs, aws);
    return inputs.dashboardName;
  },
  async read(id, aws) {
    const found = await aws.client(CloudWatchClient).send(new GetDashboardCommand({ DashboardName: id }));
    return {
      inputs: { dashboardName: id, dashboardBody: found.DashboardBody },
      outputs: { dashboardArn: found.DashboardArn },
    };
  },
  update: (_, inputs, aws) => put(inputs, aws),
  delete: (id, aws) => aws.client(CloudWatchClient).send(new DeleteDashboardsCommand({ DashboardNames: [id] })),
};

async function put(inputs: Properties, aws: Place): Promise<void> {
  const { dashboardName: DashboardName, dashboardBody: DashboardBody } = inputs;
  const answer = await aws.client(CloudWatchClient).send(new PutDashboardCommand({ DashboardName, DashboardBody }));
  const problem = answer.DashboardValidationMessages?.[0];
  if (problem) throw new Error(`the dashboard is not valid at ${problem.DataPath}: ${problem.Message}`);
}
