import { didYouMean } from "../runtime/lib/nearest";
import { operatorCommand } from "../runtime/notices/operatorCommand";
import { safe } from "./output/print";
import { type Problem, problem } from "./problem";
import type { Verb, VerbGroup } from "./verb";

/** What a command line names: a command, a group of commands, or neither. */
export interface Named {
  verb?: Verb;
  group?: VerbGroup;
  /** The words that name it, such as `exception grant`. */
  path: string;
}

/** The first word of a command: its name. */
export const nameOf = ({ command }: { command: string }): string => command.split(" ")[0]!;

/** The command that a command line names. */
export function namedIn(argv: string[], verbs: (Verb | VerbGroup)[]): Named {
  const [first, second] = argv.filter((word) => !word.startsWith("-"));
  const found = verbs.find((item) => nameOf(item) === first);
  if (!found) return { path: "" };
  if ("run" in found) return { verb: found, path: nameOf(found) };
  const verb = found.verbs.find((item) => nameOf(item) === second);
  return { ...(verb && { verb }), group: found, path: verb ? `${first} ${second}` : first! };
}

/**
 * A problem with a command line, in one sentence with the nearest right form, and the help of the command.
 *
 * @param message the parser's own words
 */
export function usageProblem(message: string, argv: string[], verbs: (Verb | VerbGroup)[]): Problem {
  return withHelp(sentence(message, argv, verbs), namedIn(argv, verbs));
}

/** A sentence with the usage of the command and where its help is. */
export function withHelp(text: string, { verb, group, path }: Named): Problem {
  const usage = verb ? [`Usage: ${operatorCommand(`${group ? `${group.command} ` : ""}${verb.command}`)}`] : [];
  return problem([text, ...usage, `Help: ${operatorCommand(`${path} --help`.trim())}`].join("\n"), 2);
}

function sentence(message: string, argv: string[], verbs: (Verb | VerbGroup)[]): string {
  const named = namedIn(argv, verbs);
  const few = /^Not enough non-option arguments: got (\d+)/.exec(message);
  if (few) {
    const required = named.verb?.command.match(/<[^>]+>/g) ?? [];
    return `${named.path} needs ${required.slice(Number(few[1])).join(" and ")}`;
  }
  const unknown = /^Unknown arguments?: (.*)$/s.exec(message);
  if (unknown) return unknownText(unknown[1]!.split(", ")[0]!, argv, verbs, named);
  const demanded = /^Missing required arguments?: (.*)$/s.exec(message);
  if (demanded) {
    const missing = demanded[1]!.split(", ").map((name) => `--${name}`);
    return `${named.path} needs ${missing.join(" and ")}`;
  }
  const bare = /^Not enough arguments following: (.*)$/s.exec(message);
  if (bare) return `--${bare[1]} needs a value`;
  const value = /Argument: (.*?), Given: "(.*)", Choices: /s.exec(message);
  if (value) return choiceText(value[1]!, value[2]!, named);
  return message;
}

function unknownText(given: string, argv: string[], verbs: (Verb | VerbGroup)[], { verb, group, path }: Named): string {
  const word = safe(given);
  const option = argv.find((text) => text === `--${given}` || text.startsWith(`--${given}=`) || text === `-${given}`);
  if (option && verb) {
    const options = [...Object.keys(verb.options ?? {}), "help"];
    return `${path} has no option --${word}${didYouMean(given, options)}`;
  }
  if (option) return `the option --${word} comes after a command`;
  if (verb) return `${path} takes nothing after its arguments, but there is "${word}"`;
  const known = (group ? group.verbs : verbs).map(nameOf);
  const near = didYouMean(given, known);
  const list = `the commands are ${known.join(", ")}`;
  return group
    ? `${group.command} has no command "${word}"${near || `: ${list}`}`
    : `there is no command "${word}"${near || `: ${list}`}`;
}

function choiceText(name: string, given: string, { verb }: Named): string {
  const { choices = [] } = verb?.options?.[name] ?? verb?.positionals?.[name] ?? {};
  const known = choices.map(String);
  const what = verb?.options?.[name] ? `--${name}` : `<${name}>`;
  return `${what} is "${safe(given)}"${didYouMean(given, known) || `: it must be one of ${known.join(", ")}`}`;
}
