import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { type OpenGroupSettings, openGroups } from "../runtime/openGroups/evaluator";
import type { ResponderSettings } from "../runtime/responderSettings";
import { entersAccounts, isResponse, type Route } from "../runtime/response";
import { catalogueOf } from "../runtime/responses/catalogue";
import { confineSecurityGroup } from "../runtime/responses/confineSecurityGroup";
import { documentName } from "../runtime/responses/runRunbook/declaration";
import { Dashboard } from "./dashboard";
import type { Responder } from "./dashboardBody";
import { EventLog } from "./eventLog";
import { FindingsBus } from "./findingsBus";
import { Forwarding } from "./forwarding";
import { JournalTable } from "./journalTable";
import { names } from "./names";
import { NoticeTopic } from "./noticeTopic";
import { OpenGroupFunction } from "./openGroupFunction";
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
  /** What evaluates the rules of our own; none if no account has them. */
  readonly evaluators: pulumi.Resource[];

  constructor(name: string, args: MasterAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:MasterAccount", name, {}, opts);
    const { settings, partition } = args;
    const { accountId, organizationId, regions } = settings;
    const parent = { parent: this };
    const catalogue = catalogueOf(settings.runbooks);
    const documents = settings.runbooks.map(documentName);
    const bus = new FindingsBus("findings", { organizationId }, parent);
    const events = new EventLog("events", { bus: bus.bus, documents }, parent);
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
          settings: responderSettings(route, catalogue, settings),
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
    this.evaluators = this.evaluate(settings, partition, notices);
    const { dashboard } = new Dashboard("dashboard", { region: settings.homeRegion, responders }, parent);
    new Forwarding("forwarding", { accountId, busArn: bus.bus.arn, regions, documents }, parent);
    if (settings.auditTrail) {
      new awsx.cloudtrail.Trail("audit", { enableLogFileValidation: true, isMultiRegionTrail: true }, parent);
    }
    this.outputs = {
      busArn: bus.bus.arn,
      journalTable: journal.table.name,
      noticeTopic: notices.topic.arn,
      eventLog: events.group.name,
      functions: pulumi.output(functions),
      queues: pulumi.output(queues),
      dashboard: dashboard.dashboardName,
    };
    this.registerOutputs(this.outputs);
  }

  private evaluate(settings: MasterSettings, partition: string, notices: NoticeTopic): pulumi.Resource[] {
    const { accountId, organizationId, regions, memberAccounts, homeRegion, config } = settings;
    if (memberAccounts.length === 0 && !config.rules.includes(names.openGroupRule)) return [];
    const topicIn = (region: string) =>
      region === homeRegion
        ? notices
        : new NoticeTopic(
            `notices-${region}`,
            { accountId, partition, emails: settings.alertEmails, region },
            { parent: this },
          );
    const evaluator = new OpenGroupFunction(
      openGroups,
      {
        settings: openGroupSettings(settings),
        regions,
        accounts: [...new Set([accountId, ...memberAccounts])],
        accountId,
        organizationId,
        partition,
        topics: Object.fromEntries(regions.map((region) => [region, topicIn(region).topic])),
      },
      { parent: this },
    );
    return [evaluator];
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

/** With the settings of the response, so that both mean the same by "public". */
const openGroupSettings = ({ rolePrefix, responses }: MasterSettings): OpenGroupSettings => ({
  roleName: names.serviceRole(rolePrefix, openGroups),
  allowedPublicPorts: responses[confineSecurityGroup.name]!["allowedPublicPorts"] as string[],
});

function responderSettings(route: Route, catalogue: Route[], settings: MasterSettings): ResponderSettings {
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
    response: { ...response, ownRolePrefix: settings.rolePrefix },
  };
}
