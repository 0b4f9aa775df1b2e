import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dashboardBody, type Responder } from "./documents/dashboardBody";

export interface DashboardArgs {
  /** The Region of the metrics. */
  region: string;
  responders: pulumi.Input<Responder>[];
}

/** The security account's CloudWatch dashboard. */
export class Dashboard extends pulumi.ComponentResource {
  readonly dashboard: aws.cloudwatch.Dashboard;

  constructor(name: string, args: DashboardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:Dashboard", name, {}, opts);
    const { region } = args;
    this.dashboard = new aws.cloudwatch.Dashboard(
      name,
      {
        dashboardName: "firebreak",
        dashboardBody: pulumi
          .all(args.responders)
          .apply((responders) => JSON.stringify(dashboardBody({ region, responders }))),
      },
      { parent: this },
    );
    this.registerOutputs({ name: this.dashboard.dashboardName });
  }
}
