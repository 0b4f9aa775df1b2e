import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { ResponderSettings } from "../runtime/responderSettings";
import { entersAccounts, isResponse, type Route } from "../runtime/response";
import { catalogue } from "../runtime/responses/catalogue";
import { Dashboard } from "./dashboard";
import type { Responder } from "./dashboardBody";
import { FindingsBus } from "./findingsBus";
import { Forwarding } from "./forwarding";
import { JournalTable } from "./journalTable";
import { names } from "./names";
import { NoticeTopic } from "./noticeTopic";
import { othersOf } from "./otherRoutes";
import { ResponderFunction } from "./responderFunction";
import { actionPattern, routePatterns } from "./routing";
import { ServiceRole } from "./serviceRole";
import type { MasterSettings } from "./settings";

export interface MasterAccountArgs {
  settings: MasterSettings;
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  partition: string;
}

/**
 * The security account: bus, journal, notices and one function a response. It is protected like any other account, so it
 * forwards its own findings and has the roles of a service account too.
 *
 * @example
 * ```ts
 * new MasterAccount("security", { settings, partition: "aws" });
 * ```
 */
export class MasterAccount extends pulumi.ComponentResource {
  readonly outputs: Record<string, pulumi.Output<any>>;

  constructor(name: string, args: MasterAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:MasterAccount", name, {}, opts);
    const { settings, partition } = args;
    const { accountId, organizationId, regions } = settings;
    const parent = { parent: this };
    const bus = new FindingsBus("findings", { organizationId }, parent);
    const journal = new JournalTable("journal", parent);
    const notices = new NoticeTopic("notices", { accountId, partition, emails: settings.alertEmails }, parent);
    const functions: Record<string, pulumi.Output<string>> = {};
    const queues: Record<string, pulumi.Output<object>> = {};
    const responders: pulumi.Input<Responder>[] = [];
    for (const route of catalogue) {
      const responder = new ResponderFunction(
        route.name,
        {
          route,
          patterns: { ...routePatterns(route, catalogue), ...(settings.securityHub && this.customAction(route)) },
          settings: responderSettings(route, settings),
          bus: bus.bus,
          journal: journal.table,
          topic: notices.topic,
          topicKey: notices.key,
          partition,
          accountId,
          organizationId,
          securityHub: settings.securityHub,
        },
        parent,
      );
      functions[route.name] = responder.function.name;
      queues[route.name] = pulumi.output({ url: responder.queue.queue.url, dead: responder.queue.dead.url });
      responders.push(
        pulumi.output({
          response: route.name,
          contains: isResponse(route),
          functionName: responder.function.name,
          queueName: responder.queue.queue.name,
          deadLetters: responder.queue.dead.name,
        }),
      );
      if (entersAccounts(route)) {
        new ServiceRole(`${route.name}-role`, { ...settings, response: route, partition }, parent);
      }
    }
    const { dashboard } = new Dashboard("dashboard", { region: settings.homeRegion, responders }, parent);
    new Forwarding("forwarding", { accountId, busArn: bus.bus.arn, regions }, parent);
    if (settings.auditTrail) {
      new awsx.cloudtrail.Trail("audit", { enableLogFileValidation: true, isMultiRegionTrail: true }, parent);
    }
    this.outputs = {
      busArn: bus.bus.arn,
      journalTable: journal.table.name,
      noticeTopic: notices.topic.arn,
      functions: pulumi.output(functions),
      queues: pulumi.output(queues),
      dashboard: dashboard.dashboardName,
    };
    this.registerOutputs(this.outputs);
  }

  /** The button of a response in Security Hub; its ARN is what its events are matched by. */
  private customAction(route: Route): Record<string, pulumi.Output<string>> {
    if (!route.customAction) return {};
    const { id, name, description } = route.customAction;
    const action = new aws.securityhub.ActionTarget(
      route.name,
      { identifier: id, name, description },
      { parent: this },
    );
    return { action: action.arn.apply(actionPattern) };
  }
}

function responderSettings(route: Route, settings: MasterSettings): ResponderSettings {
  const { modes = [], findingTypes, ...response } = settings.responses[route.name] ?? { modes: [] };
  return {
    findingTypes: findingTypes ?? route.findingTypes,
    others: othersOf(route, catalogue, settings.responses),
    modes,
    exceptionTagKey: settings.exceptionTagKey,
    roleName: names.serviceRole(settings.rolePrefix, route.name),
    senders: {
      securityAccountId: settings.securityAccountId,
      delegatedAdministrators: settings.delegatedAdministrators,
    },
    deliveryAttempts: settings.deliveryAttempts,
    archiveFindings: settings.archiveFindings,
    noticeFormat: settings.noticeFormat,
    response,
  };
}
