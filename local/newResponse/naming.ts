/** The folder and the constant of a response: `require-imdsv2` is `requireImdsv2`. */
export const identifierOf = (name: string): string =>
  name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * A role's name has at most 64 characters, of which the setting `rolePrefix` may use 30, the dash one and `-release`
 * eight.
 */
const maxLength = 25;

/**
 * Why a new response cannot have a name; undefined if it can.
 *
 * @param taken the existing names of routes and functions
 */
export function nameFault(name: string, taken: string[]): string | undefined {
  if (!/^[a-z]+(-[a-z][a-z0-9]*)+$/.test(name)) {
    return `"${name}" is not a name for a response: use a verb and its object, such as require-imdsv2, in lower-case letters and digits`;
  }
  if (name.length > maxLength) return `"${name}" has ${name.length} characters; role names leave room for ${maxLength}`;
  const same = taken.find((other) => identifierOf(other) === identifierOf(name));
  return same && `${same} already exists`;
}
