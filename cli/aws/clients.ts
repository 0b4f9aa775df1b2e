import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { S3 } from "@aws-sdk/client-s3";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { CallerProof } from "../../runtime/people/callerProof";
import type { PreflightClients } from "../preflight/clients";
import { callerProof } from "./callerProof";

/** Credentials of a role that was assumed, where it is not the user's own that count. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** What a rehearsal works with in its account. */
export interface RehearsalClients {
  ec2: EC2;
  iam: IAM;
  s3: S3;
  ssm: Pick<SSM, "getParameter">;
  events: Pick<EventBridge, "describeRule" | "putEvents">;
}

/** The clients of AWS, each loaded when it is asked for: loading all of them would take longer than most commands. */
export interface Clients {
  dynamodb(): Promise<Pick<DynamoDB, "query" | "getItem">>;
  kms(credentials: RoleCredentials): Promise<Pick<KMS, "generateMac">>;
  lambda(credentials?: RoleCredentials): Promise<Pick<Lambda, "invoke">>;
  ssm(): Promise<Pick<SSM, "getParameter">>;
  /** The account of a rehearsal, by the role that was assumed there. */
  rehearsal(credentials: RoleCredentials, region: string): Promise<RehearsalClients>;
  /** @param region that of the environment unless given */
  sts(region?: string): Promise<Pick<STS, "getCallerIdentity" | "assumeRole">>;
  /** What is looked at before a deployment. */
  preflight(region: string): Promise<PreflightClients>;
  /** Proves to a function that a command is the user's own. */
  prove(command: Record<string, unknown>): Promise<CallerProof>;
}

/** Clients with the credentials, Region and endpoint of the environment. */
export function clients(): Clients {
  return {
    dynamodb: async () => new (await import("@aws-sdk/client-dynamodb")).DynamoDB({}),
    kms: async (credentials) => new (await import("@aws-sdk/client-kms")).KMS({ credentials }),
    lambda: async (credentials) =>
      // Sent once: a command that is sent again would be carried out again.
      new (await import("@aws-sdk/client-lambda")).Lambda({ maxAttempts: 1, ...(credentials && { credentials }) }),
    async rehearsal(credentials, region) {
      const [{ EC2 }, { IAM }, { S3 }, { SSM }, { EventBridge }] = await Promise.all([
        import("@aws-sdk/client-ec2"),
        import("@aws-sdk/client-iam"),
        import("@aws-sdk/client-s3"),
        import("@aws-sdk/client-ssm"),
        import("@aws-sdk/client-eventbridge"),
      ]);
      const config = { credentials, region };
      return {
        ec2: new EC2(config),
        iam: new IAM(config),
        // What an earlier rehearsal left may be in another Region.
        s3: new S3({ ...config, followRegionRedirects: true }),
        ssm: new SSM(config),
        events: new EventBridge(config),
      };
    },
    ssm: async () => new (await import("@aws-sdk/client-ssm")).SSM({}),
    sts: async (region) => new (await import("@aws-sdk/client-sts")).STS({ ...(region && { region }) }),
    preflight: (region) =>
      (require("../preflight/clients") as typeof import("../preflight/clients")).preflightClients(region),
    // The client that signs must not be used for anything else: it sends nothing any more.
    prove: async (command) => callerProof(new (await import("@aws-sdk/client-sts")).STS({}), command),
  };
}
