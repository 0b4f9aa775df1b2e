import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { doctor } from "../runtime/doctor/settings";
import { exceptions } from "../runtime/exceptions/settings";
import { openGroups } from "../runtime/functions/openGroups/evaluator";
import { isResponse, type Route } from "../runtime/model/response";
import type { DirectoryArgs } from "./directory";
import { containmentProtection } from "./documents/containmentProtection";
import { exceptionProtection } from "./documents/exceptionProtection";
import { type PeoplePolicies, peoplePolicies } from "./documents/operatorPolicies";
import { partsProtection } from "./documents/partsProtection";
import type { ExceptionKey } from "./exceptionKey";
import type { ExceptionFunction } from "./functions/exceptionFunction";
import { type Responses, urlsOf } from "./functions/responses";
import type { MasterSettings } from "./settings/schema";
import { names } from "./shared/names";

/** What the security account is deployed from. */
export interface MasterContext {
  settings: MasterSettings;
  partition: string;
  catalogue: Route[];
}

/** What was deployed in the security account. */
export interface Deployed {
  bus: aws.cloudwatch.EventBus;
  journal: aws.dynamodb.Table;
  topic: aws.sns.Topic;
  eventLog: aws.cloudwatch.LogGroup;
  signing: ExceptionKey;
  responses: Responses;
  /** The evaluation of the custom rule; empty if no account has the rule. */
  evaluators: pulumi.Resource[];
  dashboard: aws.cloudwatch.Dashboard;
  granter: ExceptionFunction;
}

const namesOf = (routes: Route[]): string[] => routes.map(({ name }) => name);

/** What the command line reads about the deployment. */
export function directoryOf({ settings, partition, catalogue }: MasterContext, deployed: Deployed): DirectoryArgs {
  const { responses, signing, granter, evaluators } = deployed;
  return {
    securityAccountId: settings.securityAccountId,
    homeRegion: settings.homeRegion,
    partition,
    journalTable: deployed.journal.name,
    functions: pulumi.output(responses.functions),
    releases: pulumi.output(responses.releases),
    responses: namesOf(catalogue.filter(isResponse)),
    queues: pulumi.output({ ...responses.queues, [exceptions]: urlsOf(granter.queue) }),
    exceptionsFunction: names.responder(exceptions),
    doctorFunction: names.responder(doctor),
    exceptionKeyArn: signing.key.arn,
    exceptionTagKey: settings.exceptionTagKey,
    eventLog: deployed.eventLog.name,
    noticeTopic: deployed.topic.arn,
    regions: settings.regions,
    rolePrefix: settings.rolePrefix,
    rehearsalAccounts: settings.rehearsalAccounts,
    rolePath: settings.rolePath,
    ...(evaluators.length > 0 && { openGroups: names.responder(openGroups) }),
  };
}

/** The outputs of the security account's stack. */
export function outputsOf(context: MasterContext, deployed: Deployed): Record<string, pulumi.Output<any>> {
  const { settings, partition } = context;
  const { responses, signing, granter } = deployed;
  const protection = exceptionProtection({ ...settings, ...settings.exceptions, partition });
  const policies = policiesFor(context, deployed);
  return {
    busArn: deployed.bus.arn,
    journalTable: deployed.journal.name,
    noticeTopic: deployed.topic.arn,
    eventLog: deployed.eventLog.name,
    functions: pulumi.output(responses.functions),
    releases: pulumi.output(responses.releases),
    queues: pulumi.output(responses.queues),
    dashboard: deployed.dashboard.dashboardName,
    exceptionsFunction: granter.function.name,
    exceptionsQueue: granter.queue.queue.url,
    exceptionKeyArn: signing.key.arn,
    ...(signing.approver && { exceptionApprover: signing.approver.arn }),
    exceptionScp: pulumi.output(protection.scp),
    exceptionRcp: pulumi.output(protection.rcp),
    containmentScp: pulumi.output(containmentProtection({ ...settings, partition })),
    ...(settings.deployers.length > 0 && { partsScp: pulumi.output(partsProtection({ ...settings, partition })) }),
    operatorPolicy: policies.operatorPolicy,
    approverPolicy: policies.approverPolicy,
    auditorPolicy: policies.auditorPolicy,
  };
}

function policiesFor(
  { settings, partition, catalogue }: MasterContext,
  { journal, responses }: Deployed,
): pulumi.Output<PeoplePolicies> {
  return journal.arn.apply((tableArn) =>
    peoplePolicies({
      partition,
      region: settings.homeRegion,
      accountId: settings.accountId,
      rolePath: settings.rolePath,
      tableArn,
      functions: namesOf(catalogue.filter(isResponse)).map(names.responder),
      releases: Object.keys(responses.releases).map(names.releaser),
      notifiers: namesOf(catalogue.filter((route) => !isResponse(route))).map(names.responder),
      exceptionsFunction: names.responder(exceptions),
      doctorFunction: names.responder(doctor),
    }),
  );
}
