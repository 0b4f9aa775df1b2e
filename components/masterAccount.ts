import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { doctor } from "../runtime/doctor/settings";
import { exceptions } from "../runtime/exceptions/settings";
import { lake } from "../runtime/lake/settings";
import { catalogueOf } from "../runtime/responses/catalogue";
import { documentName } from "../runtime/responses/runRunbook/declaration";
import { Dashboard } from "./dashboard";
import { decisionBus } from "./decisionBus";
import { DecisionChannels } from "./decisionChannels";
import { DirectoryParameter } from "./directory";
import { DoctorRole } from "./doctorRole";
import { organizationsRegion } from "./documents/accountEvents";
import { doctorSettings } from "./documents/doctorExpectations";
import { EventLog } from "./eventLog";
import { ExceptionKey } from "./exceptionKey";
import { ExceptionRole } from "./exceptionRole";
import { FindingsBus } from "./findingsBus";
import { Forwarding } from "./forwarding";
import { DoctorFunction } from "./functions/doctorFunction";
import { ExceptionFunction } from "./functions/exceptionFunction";
import { LakeFunction } from "./functions/lakeFunction";
import { deployResponses } from "./functions/responses";
import { exceptionSettings, lakeSettings } from "./functions/settings";
import { JournalTable } from "./journalTable";
import { directoryOf, outputsOf } from "./masterOutputs";
import { NoticeTopic } from "./noticeTopic";
import { evaluateGroups } from "./openGroupEvaluation";
import type { Destinations } from "./settings/channelSecrets";
import type { MasterSettings } from "./settings/schema";
import { StackSets } from "./stackSets";

export interface MasterAccountArgs {
  settings: MasterSettings;
  /** The id of the partition, such as `aws`. */
  partition: string;
  /** Where the channels deliver to; undefined if that is not known, as in a program that deploys nothing. */
  destinations?: Destinations | undefined;
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
    const {
      accountId,
      organizationId,
      regions,
      rolePath,
      rolePrefix,
      exceptionTagKey,
      rehearsalAccounts,
      managementAccountId,
    } = settings;
    const parent = { parent: this };
    const catalogue = catalogueOf(settings.runbooks);
    const documents = settings.runbooks.map(documentName);
    const runbookTypes = settings.runbooks.flatMap((runbook) => runbook.resourceTypes);

    const { bus } = new FindingsBus(
      "findings",
      { organizationId, partition, rolePath, rehearsalAccounts, managementAccountId },
      parent,
    );
    const journal = new JournalTable("journal", parent).table;
    const notices = new NoticeTopic("notices", { accountId, partition, emails: settings.alertEmails }, parent);
    const { topic, key: topicKey } = notices;
    const decisions = decisionBus("decisions", parent);
    const { channels } = settings;
    if (Object.keys(channels).length > 0) {
      const delivered = { accountId, bus: decisions, topic, journal, channels, destinations: args.destinations };
      new DecisionChannels("channels", delivered, parent);
    }
    if (settings.securityLake) {
      const written = { settings: lakeSettings(settings.securityLake, settings), bus: decisions, topic, partition };
      new LakeFunction(lake, { ...written, deliveryAttempts: settings.deliveryAttempts }, parent);
    }
    const recorded = { bus, topic, documents, runbookTypes, exceptionTagKey, rehearsalAccounts, managementAccountId };
    const eventLog = new EventLog("events", recorded, parent).group;
    const signing = new ExceptionKey("exceptions", { ...settings, partition }, parent);

    // The arguments of every function that accepts commands.
    const exceptionKey = signing.key;
    const common = { bus, journal, topic, topicKey, exceptionKey, decisionBus: decisions };
    const shared = { ...common, partition, rolePath, accountId, organizationId };
    const responses = deployResponses(catalogue, settings, shared, parent);
    const evaluators = evaluateGroups(settings, { partition, notices, journal }, parent);
    const ofDashboard = { region: settings.homeRegion, responders: responses.responders };
    const { dashboard } = new Dashboard("dashboard", ofDashboard, parent);

    // As in every member account.
    const forwarded = { accountId, busArn: bus.arn, regions, documents, runbookTypes, exceptionTagKey, rolePrefix };
    const isManagement = managementAccountId === accountId;
    const ofOrganization = isManagement && { organizationsRegion: organizationsRegion(partition) };
    new Forwarding("forwarding", { ...forwarded, ...ofOrganization }, parent);
    new ExceptionRole(`${exceptions}-role`, { ...settings, partition }, parent);
    new DoctorRole(`${doctor}-role`, { ...settings, partition }, parent);

    const examined = doctorSettings(catalogue, settings, partition);
    const told = { bus, journal, topic, topicKey, eventLog, organizationId };
    new DoctorFunction(doctor, { settings: examined, ...told }, parent);
    const ofGranter = { ...shared, settings: exceptionSettings(catalogue, settings) };
    const granter = new ExceptionFunction(exceptions, ofGranter, parent);
    if (settings.auditTrail) {
      new awsx.cloudtrail.Trail("audit", { enableLogFileValidation: true, isMultiRegionTrail: true }, parent);
    }

    // Last, as other accounts' stacks come after this one.
    if (settings.stackSets) {
      new StackSets("members", settings.stackSets, { parent: this, dependsOn: [bus, ...evaluators] });
    }

    this.evaluators = evaluators;
    const deployed = { bus, journal, topic, eventLog, signing, responses, evaluators, dashboard, granter };
    const context = { settings, partition, catalogue };
    new DirectoryParameter("directory", directoryOf(context, deployed), parent);
    this.outputs = outputsOf(context, deployed);
    this.registerOutputs(this.outputs);
  }
}
