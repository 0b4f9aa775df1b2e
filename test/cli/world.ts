import type { OrganizationClient } from "../../cli/fleet/inventory/readOrganization";
import type { FactsClient } from "../../cli/init/facts";
import { main } from "../../cli/main";
import type { PreflightClients } from "../../cli/preflight/clients";
import { kept } from "../../cli/runVerb";
import type { World } from "../../cli/world";
import type { Directory } from "../../components/documents/directoryContent";
import type { UnitClient } from "../../runtime/aws/readUnits";
import { dynamoJournal } from "../../runtime/journal/dynamodb/journal";
import { dynamo } from "../models/dynamo";
import { engineModel } from "./fleet/engine";

/** The directory of the tests' security account. */
export const directory: Directory = {
  securityAccountId: "111122223333",
  homeRegion: "eu-west-1",
  partition: "aws",
  journalTable: "journal",
  functions: {
    "isolate-instance": "firebreak-isolate-instance",
    "block-principal": "firebreak-block-principal",
    notify: "firebreak-notify",
  },
  responses: ["isolate-instance", "block-principal"],
  queues: {
    "isolate-instance": { url: "https://sqs/live", dead: "https://sqs/live-kept" },
    notify: { url: "https://sqs/notify", dead: "https://sqs/notify-dead" },
  },
  exceptionsFunction: "firebreak-exceptions",
  exceptionKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/k1",
  exceptionTagKey: "SecurityException",
  eventLog: "events",
  noticeTopic: "arn:aws:sns:eu-west-1:111122223333:notices",
  regions: ["eu-west-1"],
  rolePrefix: "Security-IR-Role",
  rolePath: "/",
};

/** An error as the AWS SDK throws it. */
export const awsError = (name: string, message: string) => Object.assign(new Error(message), { name });

/** One call of a function. */
export interface Invocation {
  function: string;
  alias: string;
  payload: Record<string, any>;
  /** The access key of the role that was used instead of the user's own credentials. */
  role?: string;
}

/** The surroundings of the tool in a test. */
export interface Surroundings {
  /** Items of the journal, keys included. */
  items?: Record<string, unknown>[];
  /** How many items a page of a query has. */
  page?: number;
  /** What the functions answer; a function error is thrown as `{ errorMessage }`. */
  answer?(call: Invocation): unknown;
  /** Whether IAM keeps the user from a function's alias. */
  refuses?(functionName: string, alias: string): boolean;
  /** What a service throws, by `service.operation`. */
  faults?: Record<string, Error>;
  parameter?: string;
  /** What the user types when asked: always the same, or one after the other. If absent, there is no terminal. */
  typed?: string | string[];
  columns?: number;
  /** Whether standard output is a terminal; it is unless this says otherwise. */
  terminal?: boolean;
  colours?: boolean;
  folder?: string;
  /** What preflight reads, by Region. */
  preflight?(region: string): PreflightClients;
  /** The organization. */
  organizations?: Partial<OrganizationClient & FactsClient & UnitClient>;
  /** Who the user is. */
  identity?: { Account: string; Arn: string };
  /** The Region of the environment; eu-west-1 if it is left out. */
  region?: string;
  engine?: World["engine"];
  /** Gets what is called when the user stops the run. */
  stop?(listener: () => void): void;
  /** Gets what reads standard output as it is so far. */
  watch?(printed: () => string): void;
  now?: string;
  /** Called at each pause, with the seconds of all pauses so far. */
  wait?(seconds: number): void;
}

/** What a command line produced. */
export interface Run {
  code: number;
  out: string;
  err: string;
  /** Standard output as JSON. */
  json(): any;
  /** Standard output as lines of JSON. */
  lines(): any[];
  invocations: Invocation[];
  questions: string[];
  signed: { key: string; text: string }[];
  assumed: string[];
  queries: Record<string, any>[];
  /** Seconds of each pause. */
  waited: number[];
}

/** Runs a command line in surroundings that answer as AWS does. */
export async function run(argv: string[], surroundings: Surroundings = {}): Promise<Run> {
  const { world, out, err, seen } = worldIn(surroundings);
  surroundings.watch?.(out.text);
  const code = await main(argv, world);
  return {
    code,
    out: out.text(),
    err: err.text(),
    json: () => JSON.parse(out.text()),
    lines: () => linesOf(out.text()),
    ...seen,
  };
}

/** Surroundings that answer as AWS does, and what is seen of what the tool does there. */
export function worldIn(surroundings: Surroundings) {
  const { items = [], page = 100, faults = {}, now = "2026-11-26T12:00:00.000Z" } = surroundings;
  const [out, err] = [kept(), kept()];
  const seen = {
    invocations: [] as Invocation[],
    questions: [] as string[],
    signed: [] as Run["signed"],
    assumed: [] as string[],
    queries: [] as Record<string, any>[],
    waited: [] as number[],
  };
  const fault = (name: string) => {
    if (faults[name]) throw faults[name];
  };
  const world: World = {
    folder: surroundings.folder ?? process.cwd(),
    engine: surroundings.engine ?? engineModel().engine,
    now: () => new Date(now),
    async wait(seconds) {
      seen.waited.push(seconds);
      surroundings.wait?.(seen.waited.reduce((sum, one) => sum + one, 0));
    },
    onStop(listener) {
      surroundings.stop?.(listener);
      return () => {};
    },
    out: out.stream,
    err: err.stream,
    colours: surroundings.colours ?? false,
    terminal: surroundings.terminal ?? true,
    columns: surroundings.columns ?? 80,
    interactive: surroundings.typed !== undefined,
    async ask(question) {
      seen.questions.push(question);
      const { typed = [] } = surroundings;
      if (typeof typed === "string") return typed;
      const next = typed[seen.questions.length - 1];
      if (next === undefined) throw new Error(`the test has no answer to: ${question}`);
      return next;
    },
    aws: {
      rehearsal: async () => {
        throw new Error("no test without AWS gets so far");
      },
      async organizations() {
        if (!surroundings.organizations) throw new Error("this test has no organization");
        return surroundings.organizations as OrganizationClient & FactsClient & UnitClient;
      },
      async preflight(region) {
        if (!surroundings.preflight) throw new Error("this test has nothing to look at before a deployment");
        return surroundings.preflight(region);
      },
      region: async () => surroundings.region ?? "eu-west-1",
      prove: async (command) => ({ headers: { "proof-of": JSON.stringify(command) } }),
      async ssm() {
        return {
          async getParameter({ Name }: any) {
            fault("ssm.getParameter");
            return { Parameter: { Name, Value: surroundings.parameter ?? JSON.stringify(directory) }, $metadata: {} };
          },
        } as any;
      },
      async journal(table) {
        const model = dynamo({ pageSize: page });
        for (const item of table === directory.journalTable ? items : []) {
          model.items.set(`${item["pk"]}|${item["sk"]}`, item);
        }
        model.hooks.before = (operation, input) => {
          fault(`dynamodb.${operation}`);
          if (operation === "query") seen.queries.push(input);
        };
        return dynamoJournal({ db: model.db, table });
      },
      async lambda(credentials) {
        return {
          async invoke({ FunctionName, Qualifier, Payload, InvocationType }: any) {
            fault("lambda.invoke");
            if (surroundings.refuses?.(FunctionName, Qualifier))
              throw awsError("AccessDeniedException", `not authorized: ${FunctionName}:${Qualifier}`);
            if (InvocationType === "DryRun") return {};
            const payload = JSON.parse(new TextDecoder().decode(Payload));
            const call = {
              function: FunctionName,
              alias: Qualifier,
              payload,
              ...(credentials && { role: credentials.accessKeyId }),
            };
            seen.invocations.push(call);
            const answer = (await surroundings.answer?.(call)) ?? {};
            const failed = typeof answer === "object" && "errorMessage" in answer;
            return {
              Payload: new TextEncoder().encode(JSON.stringify(answer)),
              ...(failed && { FunctionError: "Unhandled" }),
            };
          },
        } as any;
      },
      async sts() {
        return {
          async getCallerIdentity() {
            fault("sts.getCallerIdentity");
            return (
              surroundings.identity ?? {
                Account: "111122223333",
                Arn: "arn:aws:sts::111122223333:assumed-role/people/alice",
              }
            );
          },
          async assumeRole({ RoleArn, RoleSessionName }: any) {
            fault("sts.assumeRole");
            seen.assumed.push(`${RoleArn} as ${RoleSessionName}`);
            return { Credentials: { AccessKeyId: "approver", SecretAccessKey: "s", SessionToken: "t" } };
          },
        } as any;
      },
      async kms({ accessKeyId }) {
        return {
          async generateMac({ KeyId, Message }: any) {
            fault("kms.generateMac");
            seen.signed.push({ key: `${KeyId} as ${accessKeyId}`, text: new TextDecoder().decode(Message) });
            return { Mac: new Uint8Array(32).fill(7) };
          },
        } as any;
      },
    },
  };
  return { world, out, err, seen };
}

const linesOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
