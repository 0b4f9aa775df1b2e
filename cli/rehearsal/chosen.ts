import { courses } from "../../rehearsal/courses";
import { safe } from "../output/print";
import { problem } from "../problem";
import { listOf } from "../verb";

/** The response that is rehearsed only if the user names an account to share with. */
export const sharing = "unshare-copy";

/** What it needs, as the end of a sentence. */
export const whatSharingNeeds = "name an account that may not have your copies with --share-with";

/**
 * The responses to rehearse.
 *
 * @param deployed the responses of the security account
 * @throws Problem with exit code 2 that lists the available ones, or says what is missing
 */
export function chosenResponses(
  { only, shareWith }: { only: string | undefined; shareWith: string | undefined },
  deployed: string[],
): string[] {
  const known = Object.keys(courses).filter((name) => deployed.includes(name));
  if (only === undefined) return known.filter((name) => name !== sharing || shareWith !== undefined);
  const wanted = listOf(only);
  if (wanted.length === 0 || wanted.some((name) => !known.includes(name)))
    throw problem(`--only is "${safe(only)}": the responses with a rehearsal are ${known.join(", ")}`, 2);
  if (wanted.includes(sharing) && shareWith === undefined)
    throw problem(`--only has ${sharing}: ${whatSharingNeeds}`, 2);
  return known.filter((name) => wanted.includes(name));
}
