import type { FunctionConfiguration, Lambda } from "@aws-sdk/client-lambda";
import { pages } from "../../aws/pages";
import { isDenied } from "../../lib/errors";
import { comparable } from "./comparable";
import { type EventSource, type FunctionState, type FunctionUrl, sourcesPart } from "./state";

/** What calls the function, and its versions and aliases. */
export type Surroundings = Pick<FunctionState, "kept" | "qualifiers" | "sources" | "urls" | "onFailure" | "refused">;

/**
 * Reads what calls the function, and its versions and aliases. A part that Lambda refuses to show is named in `refused`: it is not the
 * same as nothing. A release must know all parts, so it throws.
 *
 * @param isRelease whether the reading is for a release
 */
export async function readSurroundings(
  lambda: Lambda,
  FunctionName: string,
  isRelease: boolean,
): Promise<Surroundings> {
  const refused: string[] = [];
  const orRefused = async <Item>(part: string, reading: Promise<Item[]>): Promise<Item[]> => {
    try {
      return await reading;
    } catch (error) {
      if (isRelease || !isDenied(error)) throw error;
      refused.push(part);
      return [];
    }
  };
  const [versions, aliases, sources, urls, onFailure] = await Promise.all([
    orRefused("its versions", readVersions(lambda, FunctionName)),
    orRefused("its aliases", readAliases(lambda, FunctionName)),
    orRefused(sourcesPart, readSources(lambda, FunctionName)),
    orRefused("its function URLs", readUrls(lambda, FunctionName)),
    orRefused("its settings for asynchronous events", readOnFailure(lambda, FunctionName)),
  ]);
  const latest = versions.find(({ Version }) => Version === "$LATEST");
  const published = versions.filter((version) => version !== latest);
  const kept = latest && published.findLast((version) => comparable(version) === comparable(latest))?.Version;
  const qualifiers = [...published.map(({ Version }) => Version!), ...aliases];
  return { ...(kept && { kept }), qualifiers, sources, urls, onFailure, refused: refused.sort() };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html; $LATEST is in the list too. */
function readVersions(lambda: Lambda, FunctionName: string): Promise<FunctionConfiguration[]> {
  return pages(
    (Marker) => lambda.listVersionsByFunction({ FunctionName, Marker }),
    (page) => page.Versions,
    (page) => page.NextMarker,
  );
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
async function readAliases(lambda: Lambda, FunctionName: string): Promise<string[]> {
  const found = await pages(
    (Marker) => lambda.listAliases({ FunctionName, Marker }),
    (page) => page.Aliases,
    (page) => page.NextMarker,
  );
  return found.map(({ Name }) => Name!).sort();
}

/**
 * The mappings of the function, its versions and its aliases
 * (https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html). One that is being deleted counts as disabled.
 */
async function readSources(lambda: Lambda, FunctionName: string): Promise<EventSource[]> {
  const found = await pages(
    (Marker) => lambda.listEventSourceMappings({ FunctionName, Marker }),
    (page) => page.EventSourceMappings,
    (page) => page.NextMarker,
  );
  return found
    .map(({ UUID, EventSourceArn, SelfManagedEventSource, State }) => ({
      id: UUID!,
      source:
        EventSourceArn ?? Object.values(SelfManagedEventSource?.Endpoints ?? {}).flat()[0] ?? "an unknown event source",
      enabled: !["Disabled", "Disabling", "Deleting"].includes(State ?? ""),
    }))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html */
async function readUrls(lambda: Lambda, FunctionName: string): Promise<FunctionUrl[]> {
  const found = await pages(
    (Marker) => lambda.listFunctionUrlConfigs({ FunctionName, Marker }),
    (page) => page.FunctionUrlConfigs,
    (page) => page.NextMarker,
  );
  return found.map(({ FunctionUrl, AuthType }) => ({ url: FunctionUrl!, isPublic: AuthType === "NONE" }));
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html */
async function readOnFailure(lambda: Lambda, FunctionName: string): Promise<string[]> {
  const found = await pages(
    (Marker) => lambda.listFunctionEventInvokeConfigs({ FunctionName, Marker }),
    (page) => page.FunctionEventInvokeConfigs,
    (page) => page.NextMarker,
  );
  return [...new Set(found.flatMap(({ DestinationConfig }) => DestinationConfig?.OnFailure?.Destination ?? []))].sort();
}
