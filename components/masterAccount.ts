import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { partName, releasesApart } from "../runtime/aws/rolePart";
import { doctor } from "../runtime/doctor/settings";
import { exceptions } from "../runtime/exceptions/settings";
import { openGroups } from "../runtime/functions/openGroups/evaluator";
import { entersAccounts, isResponse } from "../runtime/model/response";
import { catalogueOf } from "../runtime/responses/catalogue";
import { documentName } from "../runtime/responses/runRunbook/declaration";
import { customAction } from "./customAction";
import { Dashboard } from "./dashboard";
import { DirectoryParameter } from "./directory";
import { DoctorRole } from "./doctorRole";
import { containmentProtection } from "./documents/containmentProtection";
import type { Responder } from "./documents/dashboardBody";
import { doctorSettings } from "./documents/doctorExpectations";
import { exceptionProtection } from "./documents/exceptionProtection";
import { peoplePolicies } from "./documents/operatorPolicies";
import { partsProtection } from "./documents/partsProtection";
import { rehearsalPatterns } from "./documents/rehearsals";
import { routeLanes } from "./documents/routing";
import { rolesOf } from "./documents/serviceRole";
import { EventLog } from "./eventLog";
import { ExceptionKey } from "./exceptionKey";
import { ExceptionRole } from "./exceptionRole";
import { FindingsBus } from "./findingsBus";
import type { FindingsQueue } from "./findingsQueue";
import { Forwarding } from "./forwarding";
import { DoctorFunction } from "./functions/doctorFunction";
import { ExceptionFunction } from "./functions/exceptionFunction";
import { ReleaseFunction } from "./functions/releaseFunction";
import { ResponderFunction } from "./functions/responderFunction";
import { exceptionSettings, responderSettings } from "./functions/settings";
import { JournalTable } from "./journalTable";
import { NoticeTopic } from "./noticeTopic";
import { evaluateGroups } from "./openGroupEvaluation";
import { ServiceRole } from "./serviceRole";
import type { MasterSettings } from "./settings/schema";
import { names } from "./shared/names";

export interface MasterAccountArgs {
  settings: MasterSettings;
  /** The id of the partition, such as `aws`. */
  partition: string;
}

/**
 * The security account: bus, journal, notices and one function for each response. It is protected like a member
 * account, so it forwards its own findings and has the same roles.
 *
 * @example
 * ```ts
 * new MasterAccount("security", { settings, partition: "aws" });
 * ```
 */
export class MasterAccount extends pulumi.ComponentResource {
  readonly outputs: Record<string, pulumi.Output<any>>;
  /** The evaluation of the custom rule; undefined if no account has the rule. */
  readonly evaluators: pulumi.Resource[];

  constructor(name: string, args: MasterAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("firebreak:index:MasterAccount", name, {}, opts);
    const { settings, partition } = args;
    const { accountId, organizationId, regions, rolePath, exceptionTagKey, rehearsalAccounts } = settings;
    const parent = { parent: this };
    const catalogue = catalogueOf(settings.runbooks);
    const documents = settings.runbooks.map(documentName);
    const runbookTypes = settings.runbooks.flatMap((runbook) => runbook.resourceTypes);
    const bus = new FindingsBus("findings", { organizationId, partition, rolePath, rehearsalAccounts }, parent);
    const journal = new JournalTable("journal", parent);
    const notices = new NoticeTopic("notices", { accountId, partition, emails: settings.alertEmails }, parent);
    const { topic } = notices;
    const events = new EventLog(
      "events",
      { bus: bus.bus, topic, documents, runbookTypes, exceptionTagKey, rehearsalAccounts },
      parent,
    );
    const signing = new ExceptionKey("exceptions", { ...settings, partition }, parent);
    // The arguments of every function that accepts commands.
    const shared = {
      bus: bus.bus,
      journal: journal.table,
      topic,
      topicKey: notices.key,
      exceptionKey: signing.key,
      partition,
      rolePath,
      accountId,
      organizationId,
    };
    const functions: Record<string, pulumi.Output<string>> = {};
    const releases: Record<string, pulumi.Output<string>> = {};
    const queues: Record<string, pulumi.Output<{ url: string; dead: string }>> = {};
    const responders: pulumi.Input<Responder>[] = [];
    for (const route of catalogue) {
      const { incidents, posture } = routeLanes(route, catalogue, settings.responses);
      const common = {
        ...shared,
        reserveConcurrency: settings.reserveConcurrency,
        settings: responderSettings(route, catalogue, settings, partition),
        securityHub: settings.securityHub,
      };
      const releaser = releasesApart(route)
        ? new ReleaseFunction(partName(route.name, "release"), { ...common, route }, parent)
        : undefined;
      const responder = new ResponderFunction(
        route.name,
        {
          ...common,
          route,
          patterns: {
            ...incidents,
            ...rehearsalPatterns(route, rehearsalAccounts),
            ...(settings.securityHub && customAction(route, parent)),
          },
          posture,
          ...(releaser && { releases: releaser.function }),
        },
        parent,
      );
      if (releaser) releases[route.name] = releaser.function.name;
      functions[route.name] = responder.function.name;
      queues[route.name] = urlsOf(responder.queue);
      responders.push(
        pulumi.output({
          response: route.name,
          contains: isResponse(route),
          functionName: responder.function.name,
          queueName: responder.queue.queue.name,
          deadLetters: responder.queue.kept.name,
        }),
      );
      if (entersAccounts(route)) {
        for (const { part, resource } of rolesOf(route)) {
          new ServiceRole(resource, { ...settings, response: route, part, partition }, parent);
        }
      }
    }
    this.evaluators = evaluateGroups(settings, { partition, notices, journal: journal.table }, parent);
    const { dashboard } = new Dashboard("dashboard", { region: settings.homeRegion, responders }, parent);
    const { rolePrefix } = settings;
    const forwarded = { accountId, busArn: bus.bus.arn, regions, documents, runbookTypes, exceptionTagKey, rolePrefix };
    new Forwarding("forwarding", forwarded, parent);
    new ExceptionRole(`${exceptions}-role`, { ...settings, partition }, parent);
    new DoctorRole(`${doctor}-role`, { ...settings, partition }, parent);
    const examination = {
      settings: doctorSettings(catalogue, settings, partition),
      journal: journal.table,
      topic: notices.topic,
      topicKey: notices.key,
      eventLog: events.group,
      organizationId,
    };
    new DoctorFunction(doctor, examination, parent);
    const granter = new ExceptionFunction(
      exceptions,
      { ...shared, settings: exceptionSettings(catalogue, settings) },
      parent,
    );
    const protection = exceptionProtection({ ...settings, ...settings.exceptions, partition });
    if (settings.auditTrail) {
      new awsx.cloudtrail.Trail("audit", { enableLogFileValidation: true, isMultiRegionTrail: true }, parent);
    }
    const commanded = catalogue.filter(isResponse).map((route) => route.name);
    new DirectoryParameter(
      "directory",
      {
        securityAccountId: settings.securityAccountId,
        homeRegion: settings.homeRegion,
        partition,
        journalTable: journal.table.name,
        functions: pulumi.output(functions),
        releases: pulumi.output(releases),
        responses: commanded,
        queues: pulumi.output({ ...queues, [exceptions]: urlsOf(granter.queue) }),
        exceptionsFunction: names.responder(exceptions),
        doctorFunction: names.responder(doctor),
        exceptionKeyArn: signing.key.arn,
        exceptionTagKey: settings.exceptionTagKey,
        eventLog: events.group.name,
        noticeTopic: notices.topic.arn,
        regions,
        rolePrefix: settings.rolePrefix,
        rehearsalAccounts,
        rolePath,
        ...(this.evaluators.length > 0 && { openGroups: names.responder(openGroups) }),
      },
      parent,
    );
    const policies = journal.table.arn.apply((tableArn) =>
      peoplePolicies({
        partition,
        region: settings.homeRegion,
        accountId,
        rolePath,
        tableArn,
        functions: commanded.map(names.responder),
        releases: Object.keys(releases).map(names.releaser),
        notifiers: catalogue.filter((route) => !isResponse(route)).map((route) => names.responder(route.name)),
        exceptionsFunction: names.responder(exceptions),
        doctorFunction: names.responder(doctor),
      }),
    );
    this.outputs = {
      busArn: bus.bus.arn,
      journalTable: journal.table.name,
      noticeTopic: notices.topic.arn,
      eventLog: events.group.name,
      functions: pulumi.output(functions),
      releases: pulumi.output(releases),
      queues: pulumi.output(queues),
      dashboard: dashboard.dashboardName,
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
    this.registerOutputs(this.outputs);
  }
}

/** The directory's dead-letter queue is the one with kept letters, from which they are redriven. */
const urlsOf = ({ queue, kept }: FindingsQueue) => pulumi.output({ url: queue.url, dead: kept.url });
