import fc from "fast-check";
import { functionTarget } from "../../../../runtime/resources/targets";
import type { StopClients } from "../../../../runtime/responses/stopFunction/read";

export const target = functionTarget(
  { accountId: "444455556666", region: "eu-west-1", partition: "aws" },
  "invoice-pdf",
);

/** An event source mapping as Lambda stores it. */
export interface Mapping {
  UUID: string;
  EventSourceArn: string;
  State: "Enabled" | "Disabled";
}

/** A published version. */
export interface Version {
  number: number;
  sha: string;
  variables: Record<string, string>;
}

/** The function as Lambda stores it. */
export interface World {
  tags: Record<string, string>;
  sha: string;
  variables: Record<string, string>;
  versions: Version[];
  /** Aliases by name, with the version of each. */
  aliases: Record<string, number>;
  reserved: number | null;
  /** By alias or version. */
  provisioned: Record<string, number>;
  mappings: Mapping[];
  urls: { FunctionUrl: string; AuthType: "NONE" | "AWS_IAM" }[];
  snapStart: boolean;
  managed: boolean;
  deadLetter?: string;
  onFailure?: string;
  /** Operations that are denied. */
  denied?: string[];
}

export const world = (more: Partial<World> = {}): World => ({
  tags: {},
  sha: "sha-1",
  variables: {},
  versions: [],
  aliases: {},
  reserved: null,
  provisioned: {},
  mappings: [],
  urls: [],
  snapStart: false,
  managed: false,
  ...more,
});

/** Every state that a function may have. */
export const worlds = (): fc.Arbitrary<World> =>
  fc
    .record({
      tags: fc.constantFrom<Record<string, string>>({}, { team: "web" }),
      sha: fc.constantFrom("sha-1", "sha-2"),
      variables: fc.constantFrom<Record<string, string>>({}, { TOKEN: "a" }, { TOKEN: "b" }),
      versions: fc.array(
        fc.record({
          sha: fc.constantFrom("sha-1", "sha-2"),
          variables: fc.constantFrom<Record<string, string>>({}, { TOKEN: "a" }),
        }),
        { maxLength: 3 },
      ),
      reserved: fc.constantFrom(null, 0, 1, 5),
      provided: fc.nat({ max: 2 }),
      mappings: fc.uniqueArray(
        fc.record({
          UUID: fc.constantFrom("1111", "2222", "3333"),
          EventSourceArn: fc.constant("arn:aws:sqs:eu-west-1:444455556666:orders"),
          State: fc.constantFrom<Mapping["State"]>("Enabled", "Disabled"),
        }),
        { maxLength: 3, selector: ({ UUID }) => UUID },
      ),
      urls: fc.constantFrom<World["urls"]>([], [{ FunctionUrl: "https://x.lambda-url.aws/", AuthType: "NONE" }]),
      snapStart: fc.boolean(),
      managed: fc.constantFrom(false, false, false, true),
    })
    .map(({ provided, versions, reserved, managed, ...rest }) => {
      const numbered = versions.map((version, index) => ({ ...version, number: index + 1 }));
      // Lambda refuses a sum above the reserved concurrency, and no version of one runs on managed instances.
      const room = reserved === null || reserved === 5 ? provided : 0;
      const alias = numbered.length > 0 && !managed && room > 0;
      return {
        ...rest,
        managed,
        versions: numbered,
        reserved,
        aliases: (numbered.length > 0 ? { prod: 1 } : {}) as Record<string, number>,
        provisioned: (alias ? { prod: 1, ...(room > 1 && { 1: 2 }) } : {}) as Record<string, number>,
      };
    });

const aws = (name: string, message = name) => Object.assign(new Error(message), { name });
const found = <Item>(item: Item | undefined): Item => {
  if (item === undefined) throw aws("ResourceNotFoundException");
  return item;
};

/** Lambda as its API reference describes it, one item a page. */
export function clients(state: World): StopClients {
  const base = target.arn;
  const page = <Item>(items: Item[], key: string, { Marker }: { Marker?: string }) => {
    const at = Number(Marker ?? 0);
    return { [key]: items.slice(at, at + 1), ...(at + 1 < items.length && { NextMarker: String(at + 1) }) };
  };
  const configuration = (version: string, { sha, variables }: Pick<World, "sha" | "variables">) => ({
    FunctionName: target.id,
    FunctionArn: `${base}:${version}`,
    Version: version,
    Role: "arn:aws:iam::444455556666:role/invoice-pdf",
    Timeout: 900,
    CodeSha256: sha,
    Environment: { Variables: { ...variables } },
    SnapStart: { ApplyOn: state.snapStart ? "PublishedVersions" : "None" },
    ...(state.managed && { CapacityProviderConfig: {} }),
    ...(state.deadLetter && { DeadLetterConfig: { TargetArn: state.deadLetter } }),
  });
  const sum = () => Object.values(state.provisioned).reduce((total, count) => total + count, 0);
  const operation = (name: string, act: (input: any) => unknown) => async (input: any) => {
    if (state.denied?.includes(name)) throw aws("AccessDeniedException");
    const named = input.FunctionName ?? input.Resource?.slice(input.Resource.lastIndexOf(":") + 1);
    if (named !== undefined && named !== target.id) throw aws("ResourceNotFoundException");
    return structuredClone(act(input) ?? {});
  };
  const lambda = {
    getFunctionConfiguration: operation("GetFunctionConfiguration", () => configuration("$LATEST", state)),
    getFunctionConcurrency: operation("GetFunctionConcurrency", () =>
      state.reserved === null ? {} : { ReservedConcurrentExecutions: state.reserved },
    ),
    listTags: operation("ListTags", () => ({ Tags: { ...state.tags } })),
    listProvisionedConcurrencyConfigs: operation("ListProvisionedConcurrencyConfigs", (input) => {
      const configs = Object.entries(state.provisioned).map(([qualifier, count]) => ({
        FunctionArn: `${base}:${qualifier}`,
        RequestedProvisionedConcurrentExecutions: count,
      }));
      return page(configs, "ProvisionedConcurrencyConfigs", input);
    }),
    listVersionsByFunction: operation("ListVersionsByFunction", (input) => {
      const published = state.versions.map((version) => configuration(String(version.number), version));
      return page([configuration("$LATEST", state), ...published], "Versions", input);
    }),
    listAliases: operation("ListAliases", (input) =>
      page(
        Object.keys(state.aliases).map((Name) => ({ Name })),
        "Aliases",
        input,
      ),
    ),
    listEventSourceMappings: operation("ListEventSourceMappings", (input) =>
      page(state.mappings, "EventSourceMappings", input),
    ),
    listFunctionUrlConfigs: operation("ListFunctionUrlConfigs", (input) =>
      page(state.urls, "FunctionUrlConfigs", input),
    ),
    listFunctionEventInvokeConfigs: operation("ListFunctionEventInvokeConfigs", () => ({
      FunctionEventInvokeConfigs: state.onFailure
        ? [
            {
              FunctionArn: `${base}:$LATEST`,
              MaximumEventAgeInSeconds: 3600,
              DestinationConfig: { OnFailure: { Destination: state.onFailure } },
            },
          ]
        : [],
    })),
    putFunctionConcurrency: operation("PutFunctionConcurrency", ({ ReservedConcurrentExecutions }) => {
      if (ReservedConcurrentExecutions < sum()) {
        throw aws(
          "InvalidParameterValueException",
          "should not be lower than function's total provisioned concurrency",
        );
      }
      state.reserved = ReservedConcurrentExecutions;
    }),
    deleteFunctionConcurrency: operation("DeleteFunctionConcurrency", () => {
      state.reserved = null;
    }),
    deleteProvisionedConcurrencyConfig: operation("DeleteProvisionedConcurrencyConfig", ({ Qualifier }) => {
      delete state.provisioned[Qualifier];
    }),
    putProvisionedConcurrencyConfig: operation("PutProvisionedConcurrencyConfig", (input) => {
      const { Qualifier, ProvisionedConcurrentExecutions: count } = input;
      if (!(Qualifier in state.aliases) && !state.versions.some(({ number }) => String(number) === Qualifier)) {
        throw aws("ResourceNotFoundException");
      }
      if (state.reserved !== null && state.reserved < sum() + count) throw aws("InvalidParameterValueException");
      state.provisioned[Qualifier] = count;
    }),
    publishVersion: operation("PublishVersion", () => {
      const last = state.versions.at(-1);
      const isSame = last?.sha === state.sha && JSON.stringify(last.variables) === JSON.stringify(state.variables);
      if (!isSame) {
        const number = (last?.number ?? 0) + 1;
        state.versions.push({ number, sha: state.sha, variables: { ...state.variables } });
      }
      return configuration(String(state.versions.at(-1)!.number), state.versions.at(-1)!);
    }),
    updateEventSourceMapping: operation("UpdateEventSourceMapping", ({ UUID, Enabled }) => {
      found(state.mappings.find((mapping) => mapping.UUID === UUID)).State = Enabled ? "Enabled" : "Disabled";
    }),
  };
  return { lambda } as unknown as StopClients;
}
