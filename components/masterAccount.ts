import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { ResponderSettings } from "../runtime/responderSettings";
import { isResponse, type Route } from "../runtime/response";
import { catalogue } from "../runtime/responses/catalogue";
import { FindingsBus } from "./findingsBus";
import { Forwarding } from "./forwarding";
import { JournalTable } from "./journalTable";
import { names } from "./names";
import { NoticeTopic } from "./noticeTopic";
import { ResponderFunction } from "./responderFunction";
import { routePattern } from "./routing";
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
    for (const route of catalogue) {
      const responder = new ResponderFunction(
        route.name,
        {
          route,
          pattern: routePattern(route, catalogue),
          settings: responderSettings(route, settings),
          bus: bus.bus,
          journal: journal.table,
          topic: notices.topic,
          topicKey: notices.key,
          partition,
          organizationId,
        },
        parent,
      );
      functions[route.name] = responder.function.name;
      queues[route.name] = pulumi.output({ url: responder.queue.queue.url, dead: responder.queue.dead.url });
      if (isResponse(route)) new ServiceRole(`${route.name}-role`, { ...settings, response: route, partition }, parent);
    }
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
    };
    this.registerOutputs(this.outputs);
  }
}

function responderSettings(route: Route, settings: MasterSettings): ResponderSettings {
  const { modes = [], findingTypes, ...response } = settings.responses[route.name] ?? { modes: [] };
  return {
    findingTypes: findingTypes ?? route.findingTypes,
    modes,
    exceptionTagKey: settings.exceptionTagKey,
    roleName: names.serviceRole(settings.rolePrefix, route.name),
    senders: {
      securityAccountId: settings.securityAccountId,
      delegatedAdministrators: settings.delegatedAdministrators,
    },
    deliveryAttempts: settings.deliveryAttempts,
    response,
  };
}
