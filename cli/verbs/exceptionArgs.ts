import type { Options, PositionalOptions } from "yargs";
import { taggedTypes } from "../../runtime/resources";
import { accountOf, regionOf } from "../accountOption";
import { commonOptions } from "../verb";

/** The resource of an exception, as the user names it. */
export interface ResourceArgs {
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

export const resourcePositionals: Record<string, PositionalOptions> = {
  kind: { ...kindOption, demandOption: true },
  id: { ...idOption, demandOption: true },
};

export const resourceOptions: Record<string, Options> = {
  account: { ...commonOptions.account, demandOption: true },
  region: { ...commonOptions.region, demandOption: true },
};

/** The resource as the function expects it. */
export const resourceOf = ({ kind, id, account, region }: ResourceArgs) => ({
  account: accountOf(account),
  region: regionOf(region),
  kind,
  id,
});
