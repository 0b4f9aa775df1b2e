import type { Properties } from "./properties";

/** Access key, secret and, for temporary credentials, the token. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** A role that the provider assumes first, named as in @pulumi/aws. */
export interface RoleToAssume {
  roleArn: string;
  sessionName?: string;
  externalId?: string;
  duration?: string;
  policy?: string;
  policyArns?: string[];
  tags?: Record<string, string>;
  transitiveTagKeys?: string[];
  sourceIdentity?: string;
}

/** The supported inputs of a provider resource. */
export interface Settings {
  region?: string;
  credentials?: Credentials;
  assumeRoles: RoleToAssume[];
  defaultTags: Record<string, string>;
  /** An empty list allows every account. */
  allowedAccountIds: string[];
  forbiddenAccountIds: string[];
  /** URL by name of the service. */
  endpoints: Record<string, string>;
  maxRetries: number;
}

const known = [
  ...["region", "accessKey", "secretKey", "token", "assumeRoles", "defaultTags", "endpoints", "maxRetries"],
  ...["allowedAccountIds", "forbiddenAccountIds", "version", "pluginDownloadURL"],
  // They disable checks that this provider does not have.
  ...["skipCredentialsValidation", "skipMetadataApiCheck", "skipRegionValidation", "skipRequestingAccountId"],
  // Always so here.
  "s3UsePathStyle",
];
const knownOfRoles = [
  ...["roleArn", "sessionName", "externalId", "duration", "policy", "policyArns", "tags", "transitiveTagKeys"],
  "sourceIdentity",
];

/** The unsupported inputs of a provider resource, each with a sentence. */
export function settingProblems(inputs: Properties): { property: string; reason: string }[] {
  const unknown = Object.keys(inputs).filter((key) => !known.includes(key) && !key.startsWith("__"));
  const unknownOfRoles = (json(inputs.assumeRoles) ?? []).flatMap((role: Properties, index: number) =>
    Object.keys(role)
      .filter((key) => !knownOfRoles.includes(key))
      .map((key) => `assumeRoles[${index}].${key}`),
  );
  return [...unknown, ...unknownOfRoles].map((property) => ({
    property,
    reason: `the local provider does not know its input "${property}": add it to local/engine/provider/settings.ts`,
  }));
}

/**
 * Reads the inputs of a provider resource. Defaults come from the environment: AWS_REGION, AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.
 *
 * @throws Error for an endpoint that is not on this machine.
 */
export function settingsFrom(inputs: Properties, environment: NodeJS.ProcessEnv = process.env): Settings {
  const accessKeyId = inputs.accessKey ?? environment.AWS_ACCESS_KEY_ID;
  const sessionToken = inputs.accessKey ? inputs.token : environment.AWS_SESSION_TOKEN;
  const secretAccessKey = inputs.secretKey ?? environment.AWS_SECRET_ACCESS_KEY ?? "";
  const endpoints: Record<string, string> = Object.assign({}, ...(json(inputs.endpoints) ?? []));
  for (const url of Object.values(endpoints)) localEndpoint(url);
  return {
    region: inputs.region ?? environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION,
    ...(accessKeyId && { credentials: { accessKeyId, secretAccessKey, sessionToken } }),
    assumeRoles: json(inputs.assumeRoles) ?? [],
    defaultTags: json(inputs.defaultTags)?.tags ?? {},
    allowedAccountIds: json(inputs.allowedAccountIds) ?? [],
    forbiddenAccountIds: json(inputs.forbiddenAccountIds) ?? [],
    endpoints,
    maxRetries: Number(inputs.maxRetries ?? 1),
  };
}

/**
 * Returns an endpoint if it is on this machine.
 *
 * This provider replaces the real one for a local AWS. It must never be able to reach a real account.
 *
 * @throws Error for any other endpoint, and without one.
 */
export function localEndpoint(url: string | undefined): string {
  const { protocol, hostname } = URL.canParse(url ?? "") ? new URL(url!) : { protocol: "", hostname: "" };
  if (protocol === "http:" && (hostname === "127.0.0.1" || hostname === "localhost")) return url!;
  throw new Error(
    `this provider only talks to a local AWS (http://127.0.0.1 or http://localhost), not to ${url ?? "AWS"}: set AWS_ENDPOINT_URL`,
  );
}

/** Inputs of providers that are not text arrive as JSON. */
function json(value: unknown): any {
  return typeof value === "string" ? JSON.parse(value) : value;
}
