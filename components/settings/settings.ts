import { userError } from "../shared/userError";
import { channelKeys } from "./channels";
import { contradictions } from "./contradictions";
import { exceptionsSchema } from "./exceptions";
import { channelSecretsKey, settingKeys } from "./keys";
import { type GivenKeys, idleKeys, problemOf, problemText, shown, unknownKeys } from "./problems";
import { responseSchemas } from "./responses";
import { runbookKeys } from "./runbooks";
import { master, masterOnly, type Settings, service } from "./schema";
import { configSchema, guardDutySchema } from "./sources";

/** All keys inside the settings, for suggestions. */
const innerKeys = [
  ...channelKeys,
  ...Object.entries(responseSchemas).flatMap(([name, schema]) => [name, ...Object.keys(schema.shape)]),
  ...[configSchema, guardDutySchema, exceptionsSchema].flatMap((schema) => Object.keys(schema.unwrap().shape)),
  ...runbookKeys,
  ...["mode", "accounts", "organizationalUnits", "severities", "types"],
];

/**
 * Reads and validates the settings in a stack's configuration.
 *
 * @param read gives the text of a key, or undefined if it is not set
 * @param keys all keys of the stack; unknown keys are an error
 * @throws Error that names every wrong or missing key with its value and what is allowed
 */
export function readSettings(
  read: (key: string) => string | undefined,
  keys: GivenKeys = { all: [], own: [] },
): Settings {
  const known = [...Object.keys(settingKeys), channelSecretsKey];
  const problems: string[] = unknownKeys([...new Set([...keys.all, ...keys.own])], known);
  const given: Record<string, unknown> = {};
  for (const [key, form] of Object.entries(settingKeys)) {
    const text = read(key);
    if (text === undefined) continue;
    try {
      given[key] = form === "text" ? text : JSON.parse(text);
    } catch {
      problems.push(`${key} is "${text}": it must be a list, a number, true, false or a map`);
    }
  }
  const kind = given["kind"];
  if (kind !== "master" && kind !== "service") {
    throw userError(
      problemText([
        `kind is ${shown(kind)}: it must be master (the security account) or service (a member account)`,
        ...problems,
      ]),
    );
  }
  // Pulumi.yaml gives every stack the defaults of both kinds.
  const relevant =
    kind === "service" ? Object.fromEntries(Object.entries(given).filter(([key]) => !masterOnly.includes(key))) : given;
  const parsed = (kind === "master" ? master : service).safeParse(relevant);
  const issues = parsed.error?.issues ?? [];
  if (kind === "service") problems.push(...idleKeys(keys.own, [...masterOnly, channelSecretsKey]));
  problems.push(...issues.map((issue) => problemOf(issue, given, innerKeys)));
  if (parsed.success) problems.push(...contradictions(parsed.data));
  if (problems.length > 0) throw userError(problemText(problems));
  return parsed.data as Settings;
}
