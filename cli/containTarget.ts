import { parseArn } from "../runtime/findings/resourceIds";
import { isPrincipal, targetTypes } from "../runtime/resources";
import type { ResourceType } from "../runtime/resources/resourceType";
import { accountOf, regionOf } from "./accountOption";
import { safe } from "./output/print";
import { problem } from "./problem";

/** A resource as the functions take it from a person. */
export interface ContainTarget {
  account: string;
  region: string;
  id: string;
}

/** What the user gave. */
interface Given {
  id: string;
  account?: string;
  region?: string;
}

/**
 * The resource that the user names by its ARN, or by its id, account and Region.
 *
 * @throws Problem with exit code 2 that names what is missing, or what contradicts the ARN
 */
export function containTarget({ id, account, region }: Given): ContainTarget {
  const inArn = id.startsWith("arn:") ? partsOf(id) : { id };
  for (const [name, given, said] of [
    ["account", account, inArn.account],
    ["region", region, inArn.region],
  ] as const) {
    if (given !== undefined && said !== undefined && given !== said)
      throw problem(`--${name} is "${safe(given)}", but the ARN says ${said}`, 2);
  }
  const place = { account: account ?? inArn.account, region: region ?? inArn.region };
  const missing = (["account", "region"] as const).filter((name) => place[name] === undefined);
  if (missing.length > 0)
    throw problem(`contain needs ${missing.map((name) => `--${name}`).join(" and ")}, unless the ARN says it`, 2);
  return { account: accountOf(place.account!), region: regionOf(place.region!), id: inArn.id };
}

function partsOf(text: string): { id: string; account?: string; region?: string } {
  const arn = parseArn(text);
  const named = arn && `${arn.service}:${arn.resource}`;
  const type = named && targetTypes.find(({ inArn }) => named.startsWith(inArn));
  if (!arn || !named || !type) throw problem(`"${safe(text)}" is not the ARN of a resource that can be contained`, 2);
  const rest = named.slice(type.inArn.length);
  const name = type.hasPath ? rest.split("/").at(-1)! : rest;
  return {
    // Only the ARN tells the names of some kinds apart, for example of databases and clusters.
    id: isPrincipal(type.findingKind ?? "") ? `${type.noun}/${name}` : isAlike(type, name) ? text : name,
    ...(arn.accountId && { account: arn.accountId }),
    ...(arn.region && { region: arn.region }),
  };
}

const isAlike = (type: ResourceType, name: string) =>
  targetTypes.some((other) => other !== type && serviceOf(other) === serviceOf(type) && other.isId(name));

const serviceOf = ({ inArn }: ResourceType) => inArn.slice(0, inArn.indexOf(":"));
