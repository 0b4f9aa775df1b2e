/** The folder and the constant of a response: `require-imdsv2` is `requireImdsv2`. */
export const identifierOf = (name: string): string =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** A role's name has at most 64 characters, of which the setting `rolePrefix` may take 30, the dash one and `-release` eight. */
const longest = 25;

/**
 * Why a new response cannot have a name; undefined if it can.
 *
 * @param taken the names that routes and functions have already
 */
export function nameFault(name: string, taken: string[]): string | undefined {
  if (!/^[a-z]+(-[a-z][a-z0-9]*)+$/.test(name)) {
    return `"${name}" is no name for a response: a verb and what it is done to, such as require-imdsv2, in small letters and digits`;
  }
  if (name.length > longest)
    return `"${name}" has ${name.length} characters; the names of roles leave room for ${longest}`;
  const same = taken.find((other) => identifierOf(other) === identifierOf(name));
  return same && `there is ${same} already`;
}
