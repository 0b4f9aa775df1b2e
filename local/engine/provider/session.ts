import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { partitionOf } from "../../../runtime/lib/partitions";
import { type Credentials, localEndpoint, type RoleToAssume, type Settings } from "./settings";

/** A constructor of an SDK client. */
type Client<C> = new (config: any) => C;

/** A Region of the account that the provider works in. */
export interface Place {
  /** Name of the Region. */
  region: string;
  /** Like `aws`. */
  partition: string;
  /** Id of the account, 12 digits. */
  account(): Promise<string>;
  /** The SDK client of a service, with the provider's credentials. */
  client<C>(type: Client<C>): C;
  /** The credentials for a call without an SDK client. */
  call(service: string): { endpoint: string; credentials: Promise<Credentials> };
}

/** The session of a configured provider: an account's credentials, obtained through roles. */
export class Session {
  private readonly clients = new Map<string, unknown>();
  private assumed?: Promise<Credentials>;
  private caller?: Promise<string>;

  constructor(readonly settings: Settings) {}

  /** @throws Error if neither the program nor the environment names a Region. */
  in(region = this.settings.region): Place {
    if (!region) throw new Error("no Region is set: give the provider a region, or set AWS_REGION");
    return {
      region,
      partition: partitionOf(region).id,
      account: () => this.account(),
      client: (type) => this.client(type, region),
      call: (service) => ({ endpoint: this.endpoint(service), credentials: this.credentials() }),
    };
  }

  /** Id of the account that the credentials belong to. */
  account(): Promise<string> {
    this.caller ??= this.in(this.settings.region ?? "us-east-1")
      .client(STSClient)
      .send(new GetCallerIdentityCommand({}))
      .then((answer) => answer.Account!);
    return this.caller;
  }

  /**
   * The account check of the real provider when it is configured, with its error message (`VerifyAccountIDAllowed` of
   * github.com/hashicorp/aws-sdk-go-base): each of up, preview, refresh and destroy configures it first.
   *
   * @throws Error if the program does not allow the account
   */
  async checkAccount(): Promise<void> {
    const { allowedAccountIds, forbiddenAccountIds } = this.settings;
    if (allowedAccountIds.length === 0 && forbiddenAccountIds.length === 0) return;
    const account = await this.account();
    const allowed = allowedAccountIds.length === 0 || allowedAccountIds.includes(account);
    if (!allowed || forbiddenAccountIds.includes(account)) throw new Error(`AWS account ID not allowed: ${account}`);
  }

  private client<C>(type: Client<C>, region: string): C {
    const key = `${type.name} ${region}`;
    if (!this.clients.has(key)) {
      const service = type.name.replace(/Client$/, "").toLowerCase();
      this.clients.set(key, new type({ ...this.base(service, region), credentials: () => this.credentials() }));
    }
    return this.clients.get(key) as C;
  }

  private credentials(): Promise<Credentials> {
    this.assumed ??= this.assume();
    return this.assumed;
  }

  /** Assumes each role in sequence, like the real provider. */
  private async assume(): Promise<Credentials> {
    const { credentials, assumeRoles } = this.settings;
    if (!credentials) throw new Error("no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    let current = credentials;
    for (const role of assumeRoles) {
      const sts = new STSClient({ ...this.base("sts", this.settings.region ?? "us-east-1"), credentials: current });
      const given = (await sts.send(new AssumeRoleCommand(request(role)))).Credentials!;
      current = {
        accessKeyId: given.AccessKeyId!,
        secretAccessKey: given.SecretAccessKey!,
        sessionToken: given.SessionToken,
      };
    }
    return current;
  }

  private base(service: string, region: string) {
    const { maxRetries } = this.settings;
    return { region, endpoint: this.endpoint(service), forcePathStyle: true, maxAttempts: maxRetries + 1 };
  }

  private endpoint(service: string): string {
    return localEndpoint(this.settings.endpoints[service] ?? process.env.AWS_ENDPOINT_URL);
  }
}

function request(role: RoleToAssume) {
  return {
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? "pulumi",
    ExternalId: role.externalId,
    DurationSeconds: role.duration === undefined ? undefined : seconds(role.duration),
    Policy: role.policy,
    PolicyArns: role.policyArns?.map((arn) => ({ arn })),
    Tags: role.tags && Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
    TransitiveTagKeys: role.transitiveTagKeys,
    SourceIdentity: role.sourceIdentity,
  };
}

/** Seconds of a duration like `1h`, `30m` or `1h15m30s`. */
function seconds(duration: string): number {
  const [, hours = 0, minutes = 0, rest = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(duration) ?? [];
  const total = 3600 * Number(hours) + 60 * Number(minutes) + Number(rest);
  if (total === 0) throw new Error(`"${duration}" is not a duration like 1h or 30m`);
  return total;
}
