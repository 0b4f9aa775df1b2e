import type { FunctionConfiguration, Lambda } from "@aws-sdk/client-lambda";
import { pages } from "../../aws/pages";
import { isMissing } from "../../lib/errors";
import type { ReadContext } from "../../model/response";
import type { Target } from "../../model/target";
import { readSurroundings, type Surroundings } from "./readSurroundings";
import { type FunctionPriorState, type FunctionState, type Provisioned, sourcesPart, surroundings } from "./state";

/** The client that stopping needs. */
export interface StopClients {
  lambda: Lambda;
}

/**
 * Reads the function: what the cut needs always, its surroundings unless the reading is urgent. Undefined if it does not exist.
 * Neither its code nor the address from which the code can be downloaded is read.
 *
 * @throws what Lambda throws: a failed reading does not mean that the function is gone. Only the parts in `refused` may be missing.
 */
export async function read(
  { lambda }: StopClients,
  target: Target,
  context: ReadContext<FunctionState, FunctionPriorState>,
): Promise<FunctionState | undefined> {
  const FunctionName = target.id;
  try {
    const [configuration, concurrency, tags, provisioned] = await Promise.all([
      lambda.getFunctionConfiguration({ FunctionName }),
      lambda.getFunctionConcurrency({ FunctionName }),
      lambda.listTags({ Resource: target.arn }),
      readProvisioned(lambda, FunctionName),
    ]);
    return {
      name: FunctionName,
      arn: target.arn,
      region: target.region,
      tags: tags.Tags ?? {},
      ...configured(configuration),
      reserved: concurrency.ReservedConcurrentExecutions ?? null,
      provisioned,
      ...(await surroundingsFor(lambda, FunctionName, context)),
    };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
function configured(found: FunctionConfiguration) {
  const deadLetter = found.DeadLetterConfig?.TargetArn;
  return {
    role: found.Role ?? "",
    // The longest that Lambda allows.
    timeout: found.Timeout ?? 900,
    variables: Object.keys(found.Environment?.Variables ?? {}).length,
    snapStart: found.SnapStart?.ApplyOn === "PublishedVersions",
    managed: found.CapacityProviderConfig !== undefined,
    durable: found.DurableConfig !== undefined,
    ...(deadLetter && { deadLetter }),
  };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html */
async function readProvisioned(lambda: Lambda, FunctionName: string): Promise<Provisioned[]> {
  const found = await pages(
    (Marker) => lambda.listProvisionedConcurrencyConfigs({ FunctionName, Marker }),
    (page) => page.ProvisionedConcurrencyConfigs,
    (page) => page.NextMarker,
  );
  return found
    .map(({ FunctionArn, RequestedProvisionedConcurrentExecutions }) => ({
      qualifier: FunctionArn!.slice(FunctionArn!.lastIndexOf(":") + 1),
      count: RequestedProvisionedConcurrentExecutions!,
    }))
    .sort((left, right) => (left.qualifier < right.qualifier ? -1 : 1));
}

const notRead: Surroundings = { qualifiers: [], sources: [], urls: [], onFailure: [], refused: [] };

async function surroundingsFor(
  lambda: Lambda,
  FunctionName: string,
  { previous, stale, urgent, priorState }: ReadContext<FunctionState, FunctionPriorState>,
): Promise<Surroundings & Pick<FunctionState, "unread">> {
  if (urgent && !stale.includes(surroundings)) return { ...notRead, unread: [surroundings] };
  if (!previous || stale.includes(surroundings)) {
    const found = await readSurroundings(lambda, FunctionName, priorState !== undefined);
    return { ...(previous?.refused.includes(sourcesPart) ? withoutSources(found) : found), unread: [] };
  }
  const { kept, qualifiers, sources, urls, onFailure, refused, unread } = previous;
  return { ...(kept && { kept }), qualifiers, sources, urls, onFailure, refused, unread };
}

/** What a run did not see when it saved the prior state, it must not change: a release would not know it. The next run may. */
const withoutSources = ({ refused, ...rest }: Surroundings): Surroundings => ({
  ...rest,
  sources: [],
  refused: [...new Set([...refused, sourcesPart])].sort(),
});
