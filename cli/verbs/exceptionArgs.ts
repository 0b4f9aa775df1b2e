import type { Options } from "yargs";
import { taggedTypes } from "../../runtime/resources";
import { safe } from "../output/print";
import { problem } from "../problem";
import { type GivenPlace, placeOf, resourceInArn } from "../resourceArn";
import { commonOptions, type Positional } from "../verb";

/** The resource of an exception, as the user names it: kind and id, or the ARN in place of the kind. */
export interface ResourceArgs extends GivenPlace {
  kind: string;
  id?: string;
}

/** The resource as the function expects it. */
export interface NamedResource {
  kind: string;
  id: string;
  account: string;
  region: string;
}

/** The kinds of resources that can have exceptions. */
export const kinds = taggedTypes.map(({ kind }) => kind);

export const kindOption = { type: "string", choices: kinds, describe: "Kind of the resource" } satisfies Options;

export const idOption = {
  type: "string",
  describe: "Id of an instance, group, volume or database (db-ABC...), or name of a bucket, role or user",
} satisfies Options;

export const resourcePositionals: Record<string, Positional> = {
  kind: {
    type: "string",
    demandOption: true,
    offers: kinds,
    describe: `Kind of the resource: ${kinds.join(", ")}; or its ARN, without an id`,
  },
  id: idOption,
};

export const resourceOptions = { account: commonOptions.account, region: commonOptions.region };

/** @param verb the command that needs it. @throws Problem with exit code 2 that names what is wrong or missing */
export function resourceOf(verb: string, { kind, id, ...given }: ResourceArgs): NamedResource {
  if (kind.startsWith("arn:")) {
    if (id !== undefined) throw problem(`an ARN needs no id, but there is "${safe(id)}" after it`, 2);
    const inArn = resourceInArn(kind, "exempt");
    return { ...placeOf(verb, given, inArn), kind: taggedKind(inArn.type.kind), id: inArn.name };
  }
  const known = taggedKind(kind);
  if (id === undefined) throw problem(`${verb} needs the id of the ${known} after its kind`, 2);
  return { ...placeOf(verb, given, {}), kind: known, id };
}

function taggedKind(kind: string): string {
  if (kinds.includes(kind)) return kind;
  throw problem(`"${safe(kind)}" is no kind of resource with exceptions: the kinds are ${kinds.join(", ")}`, 2);
}
