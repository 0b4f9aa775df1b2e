import { type Arn, parseArn } from "../runtime/findings/resourceIds";
import { targetTypes } from "../runtime/resources";
import type { ResourceType } from "../runtime/resources/resourceType";
import { accountOf, regionOf } from "./accountOption";
import { safe } from "./output/print";
import { problem } from "./problem";

/** A resource that a person names by its ARN. */
export interface NamedByArn extends Pick<Arn, "accountId" | "region"> {
  type: ResourceType;
  /** Without a path. */
  name: string;
}

/**
 * The resource of an ARN.
 *
 * @param done what can be done with it, for people: "contained"
 * @throws Problem with exit code 2 if the product knows no resource of this form
 */
export function resourceInArn(text: string, done: string): NamedByArn {
  const arn = parseArn(text);
  const named = arn && `${arn.service}:${arn.resource}`;
  const type = named && targetTypes.find(({ inArn }) => named.startsWith(inArn));
  if (!arn || !named || !type) throw problem(`"${safe(text)}" is not the ARN of a resource that can be ${done}`, 2);
  const rest = named.slice(type.inArn.length);
  const { accountId, region } = arn;
  return {
    type,
    name: type.hasPath ? rest.split("/").at(-1)! : rest,
    ...(accountId && { accountId }),
    ...(region && { region }),
  };
}

/** Where a resource is, as the user gives it besides its ARN or id. */
export interface GivenPlace {
  account?: string;
  region?: string;
}

/**
 * The account and Region of a resource, from the options and its ARN.
 *
 * @param verb the command that needs them
 * @throws Problem with exit code 2 that names what is missing, or what contradicts the ARN
 */
export function placeOf(
  verb: string,
  { account, region }: GivenPlace,
  inArn: Pick<Arn, "accountId" | "region">,
): Required<GivenPlace> {
  for (const [name, given, said] of [
    ["account", account, inArn.accountId],
    ["region", region, inArn.region],
  ] as const) {
    if (given !== undefined && said !== undefined && given !== said)
      throw problem(`--${name} is "${safe(given)}", but the ARN says ${said}`, 2);
  }
  const place = { account: account ?? inArn.accountId, region: region ?? inArn.region };
  const missing = (["account", "region"] as const).filter((name) => place[name] === undefined);
  if (missing.length > 0)
    throw problem(`${verb} needs ${missing.map((name) => `--${name}`).join(" and ")}, unless the ARN says it`, 2);
  return { account: accountOf(place.account!), region: regionOf(place.region!) };
}
