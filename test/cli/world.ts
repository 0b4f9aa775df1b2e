import { Writable } from "node:stream";
import type { OrganizationClient } from "../../cli/fleet/inventory/readOrganization";
import { main } from "../../cli/main";
import type { PreflightClients } from "../../cli/preflight/clients";
import type { World } from "../../cli/world";
import type { Directory } from "../../components/documents/directoryContent";
import { dynamoJournal } from "../../runtime/journal/dynamodb/journal";
import { dynamo } from "../models/dynamo";

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
  /** What a service throws, by `service.operation`. */
  faults?: Record<string, Error>;
  parameter?: string;
  /** What the user types when asked; if absent, there is no terminal. */
  typed?: string;
  columns?: number;
  colours?: boolean;
  folder?: string;
  /** What preflight reads, by Region. */
  preflight?(region: string): PreflightClients;
  /** The organization. */
  organizations?: OrganizationClient;
  /** Who the user is. */
  identity?: { Account: string; Arn: string };
  engine?: World["engine"];
  now?: string;
}

/** What a command line produced. */
export interface Run {
  code: number;
  out: string;
  err: string;
  /** Standard output as JSON. */
  json(): any;
  invocations: Invocation[];
  questions: string[];
  signed: { key: string; text: string }[];
  assumed: string[];
  queries: Record<string, any>[];
}

/** Runs a command line in surroundings that answer as AWS does. */
export async function run(argv: string[], surroundings: Surroundings = {}): Promise<Run> {
  const { items = [], page = 100, faults = {}, now = "2026-11-26T12:00:00.000Z" } = surroundings;
  const [out, err] = [collector(), collector()];
  const seen = {
    invocations: [] as Invocation[],
    questions: [] as string[],
    signed: [] as Run["signed"],
    assumed: [] as string[],
    queries: [] as Record<string, any>[],
  };
  const fault = (name: string) => {
    if (faults[name]) throw faults[name];
  };
  const world: World = {
    folder: surroundings.folder ?? process.cwd(),
    engine: surroundings.engine ?? (() => async () => ({})),
    now: () => new Date(now),
    out: out.stream,
    err: err.stream,
    colours: surroundings.colours ?? false,
    columns: surroundings.columns ?? 80,
    interactive: surroundings.typed !== undefined,
    async ask(question) {
      seen.questions.push(question);
      return surroundings.typed!;
    },
    aws: {
      rehearsal: async () => {
        throw new Error("no test without AWS gets so far");
      },
      async organizations() {
        if (!surroundings.organizations) throw new Error("this test has no organization");
        return surroundings.organizations;
      },
      async preflight(region) {
        if (!surroundings.preflight) throw new Error("this test has nothing to look at before a deployment");
        return surroundings.preflight(region);
      },
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
          async invoke({ FunctionName, Qualifier, Payload }: any) {
            fault("lambda.invoke");
            const payload = JSON.parse(new TextDecoder().decode(Payload));
            const call = {
              function: FunctionName,
              alias: Qualifier,
              payload,
              ...(credentials && { role: credentials.accessKeyId }),
            };
            seen.invocations.push(call);
            const answer = surroundings.answer?.(call) ?? {};
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
  const code = await main(argv, world);
  return { code, out: out.text(), err: err.text(), json: () => JSON.parse(out.text()), ...seen };
}

function collector() {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join("") };
}
