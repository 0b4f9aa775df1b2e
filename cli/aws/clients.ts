import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ECS } from "@aws-sdk/client-ecs";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { Lambda } from "@aws-sdk/client-lambda";
import type { S3 } from "@aws-sdk/client-s3";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { UnitClient } from "../../runtime/aws/readUnits";
import type { JournalReader } from "../../runtime/journal/journal";
import type { CallerProof } from "../../runtime/people/callerProof";
import type { OrganizationClient } from "../fleet/inventory/readOrganization";
import type { FactsClient } from "../init/facts";
import type { PreflightClients } from "../preflight/clients";
import { callerProof } from "./callerProof";

/** Credentials of an assumed role, used instead of the user's own. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** The clients of a rehearsal in its account. */
export interface RehearsalClients {
  cloudTrail: CloudTrail;
  ec2: EC2;
  ecs: ECS;
  iam: IAM;
  lambda: Lambda;
  s3: S3;
  ssm: Pick<SSM, "getParameter">;
  events: Pick<EventBridge, "describeRule" | "putEvents">;
}

/**
 * The AWS clients. Each is loaded on first use: loading all of them takes longer than most commands. Where no Region is given, it
 * is the environment's.
 */
export interface Clients {
  journal(table: string): Promise<JournalReader>;
  kms(credentials: RoleCredentials): Promise<Pick<KMS, "generateMac">>;
  lambda(credentials?: RoleCredentials, region?: string): Promise<Pick<Lambda, "invoke">>;
  ssm(region?: string): Promise<Pick<SSM, "getParameter">>;
  /** Clients in a rehearsal's account, with the role assumed there. */
  rehearsal(credentials: RoleCredentials, region: string): Promise<RehearsalClients>;
  sts(region?: string): Promise<Pick<STS, "getCallerIdentity" | "assumeRole">>;
  /** Reads the organization, with the credentials of its management account or of a delegated administrator. */
  organizations(): Promise<OrganizationClient & FactsClient & UnitClient>;
  /** The clients that preflight reads with. */
  preflight(region: string): Promise<PreflightClients>;
  /** The Region of the environment or of its profile. @throws what the SDK throws if there is none */
  region(): Promise<string>;
  /** Proves to a function who gives a command. */
  prove(command: Record<string, unknown>): Promise<CallerProof>;
}

/** Clients with the credentials, Region and endpoint of the environment. */
export function clients(): Clients {
  return {
    journal: async (table) =>
      (
        require("../../runtime/journal/dynamodb/journal") as typeof import("../../runtime/journal/dynamodb/journal")
      ).openJournal(table, {}),
    kms: async (credentials) => new (await import("@aws-sdk/client-kms")).KMS({ credentials }),
    lambda: async (credentials, region) =>
      // No retries: a function would carry out a repeated command twice.
      new (await import("@aws-sdk/client-lambda")).Lambda({
        maxAttempts: 1,
        ...(credentials && { credentials }),
        ...(region && { region }),
      }),
    async rehearsal(credentials, region) {
      const [{ CloudTrail }, { EC2 }, { ECS }, { IAM }, { Lambda }, { S3 }, { SSM }, { EventBridge }] =
        await Promise.all([
          import("@aws-sdk/client-cloudtrail"),
          import("@aws-sdk/client-ec2"),
          import("@aws-sdk/client-ecs"),
          import("@aws-sdk/client-iam"),
          import("@aws-sdk/client-lambda"),
          import("@aws-sdk/client-s3"),
          import("@aws-sdk/client-ssm"),
          import("@aws-sdk/client-eventbridge"),
        ]);
      const config = { credentials, region };
      return {
        cloudTrail: new CloudTrail(config),
        ec2: new EC2(config),
        ecs: new ECS(config),
        iam: new IAM(config),
        lambda: new Lambda(config),
        // Leftovers of an earlier rehearsal may be in another Region.
        s3: new S3({ ...config, followRegionRedirects: true }),
        ssm: new SSM(config),
        events: new EventBridge(config),
      };
    },
    ssm: async (region) => new (await import("@aws-sdk/client-ssm")).SSM({ ...(region && { region }) }),
    sts: async (region) => new (await import("@aws-sdk/client-sts")).STS({ ...(region && { region }) }),
    organizations: async () =>
      new (await import("@aws-sdk/client-organizations")).Organizations({ maxAttempts: 8, retryMode: "adaptive" }),
    preflight: (region) =>
      (require("../preflight/clients") as typeof import("../preflight/clients")).preflightClients(region),
    region: async () => new (await import("@aws-sdk/client-sts")).STS({}).config.region(),
    // The signing client gets its own instance, because it never sends a request.
    prove: async (command) => callerProof(new (await import("@aws-sdk/client-sts")).STS({}), command),
  };
}
