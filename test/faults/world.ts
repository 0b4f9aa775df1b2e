import { AsyncLocalStorage } from "node:async_hooks";
import { noLimits } from "../../runtime/exceptions/judge";
import { dynamoJournal } from "../../runtime/journal/dynamodb/journal";
import type { ResponderSettings } from "../../runtime/model/responderSettings";
import type { Response } from "../../runtime/model/response";
import type { Run } from "../../runtime/run/run";
import {
  busModel,
  dynamoModel,
  guardDutyModel,
  organizationsModel,
  silentModel,
  snsModel,
  stsModel,
} from "../models/central";
import { dynamo } from "../models/dynamo";
import { type Caller, makeWire, type ServiceModel } from "../models/wire";
import { virtualClock } from "./clock";
import { security, units } from "./place";
import { queueOf } from "./queue";
import type { Scenario } from "./scenario";

/** Which run makes a call. One for all worlds: no two cases run at once. */
const callers = new AsyncLocalStorage<Caller>();

const role = "Security-IR-Role-suite";
const decisionBus = "firebreak-decisions";
const topic = "arn:aws:sns:eu-west-1:111122223333:notices";
const start = Date.parse("2026-11-26T02:06:00Z");

/** The function's timeout and the queue's visibility timeout, in seconds, as findingsQueue.ts deploys them. */
export const seconds = { function: 120, visibility: 720 };

const settingsOf = (scenario: Scenario): ResponderSettings => ({
  findingTypes: scenario.response.findingTypes,
  others: { types: [], kinds: [], resourceTypes: [] },
  modes: scenario.modes ?? [{ mode: "contain" }],
  exceptionTagKey: "SecurityException",
  exceptions: noLimits,
  roleName: role,
  senders: { securityAccountId: security, delegatedAdministrators: [] },
  people: { operate: [], approve: [], personalSessions: [] },
  deliveryAttempts: 5,
  archiveFindings: "all",
  noticeFormat: "text",
  protectedResources: [],
  containmentsPerHour: 20,
  approvalHours: 24,
  reminderDays: 14,
  response: scenario.settings,
});

const known = new Map<string, { clients: string[]; writeClients: string[] }>();

/** The names of a response's clients. Making them takes a while, so it is done once. */
function clientNames({ name, clients, writeClients }: Response) {
  const config = { region: "eu-west-1", maxAttempts: 1, retryMode: "standard" };
  const found = known.get(name) ?? {
    clients: Object.keys(clients(config)),
    writeClients: Object.keys(writeClients?.(config) ?? {}),
  };
  known.set(name, found);
  return found;
}

/** An account with the scenario's target, and its own journal, queue and clock. */
export function makeWorld(scenario: Scenario) {
  const clock = virtualClock(start);
  const wire = makeWire(() => callers.getStore());
  const settings = settingsOf(scenario);
  const queue = queueOf(settings.deliveryAttempts);
  const table = dynamo();
  const sns = snsModel(topic);
  const bus = busModel(decisionBus);
  const account = scenario.account();
  const guardDuty = guardDutyModel([(scenario.event.detail as { id?: string }).id ?? ""]);
  const client = (model: ServiceModel) => wire.client<any>(model);
  const sts = client(stsModel(role));
  const detector = client(guardDuty.model);
  const sqs = client({
    service: "SQS",
    isRead: () => false,
    methods: {
      // Kept dead letters lie in a queue that nobody reads.
      sendMessage: ({ body, delay, attributes, kept }) => (kept ? undefined : queue.send(body, delay, attributes)),
      changeMessageVisibility: ({ id, seconds: hidden }) => queue.hide(id, hidden),
    },
  });
  const logged: string[] = [];
  const log = (message: string, fields: unknown) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const services: Run["services"] = {
    journal: dynamoJournal({ db: client(dynamoModel(table)), table: "journal" }),
    sns: client(sns.model),
    kms: client(silentModel("KMS")),
    exceptionKey: () => "arn:aws:kms:eu-west-1:111122223333:key/1",
    sts: () => sts,
    guardDuty: () => detector,
    securityHub: () => client(silentModel("SecurityHub")),
    organizations: async () => client(organizationsModel(units)),
    clientConfig: { maxAttempts: 1, retryMode: "standard" },
    observe: (observed) => observed,
    count() {},
    topic,
    events: client(bus.model),
    decisionBus: () => decisionBus,
    async send(messages, delay = 0) {
      for (const body of messages) await sqs.sendMessage({ body, delay });
    },
    letters: async () => ({ sqs, kept: "kept", queue: "queue" }),
    log: { info: log, warn: log, error: log },
  };
  const single = Object.fromEntries(Object.entries(account.models).map(([name, model]) => [name, client(model)]));
  const clients = account.join?.(single) ?? single;
  // A request for a client without a model in this account is recorded at once: nothing may reach the network.
  const only = (names: string[]) =>
    Object.fromEntries(names.map((name) => [name, clients[name] ?? client(silentModel(name))]));
  const names = clientNames(scenario.response);
  const response: Response = {
    ...scenario.response,
    clients: () => only(names.clients),
    ...(scenario.response.writeClients && { writeClients: () => only(names.writeClients) }),
  };
  return {
    /** How many runs there were: each has its own id. */
    count: { runs: 0 },
    scenario,
    clock,
    callers,
    wire,
    settings,
    queue,
    table,
    published: sns.published,
    put: bus.put,
    account,
    sqs,
    logged,
    services,
    response,
  };
}

export type World = ReturnType<typeof makeWorld>;
