import type { Argv } from "yargs";
import { version } from "../runtime/lib/version";
import { operatorCommand } from "../runtime/notices/operatorCommand";
import { checkedArgs, checkFlags } from "./checkArgs";
import { completionScript } from "./completion";
import { isProblem } from "./problem";
import { namedIn, usageProblem, withHelp } from "./usage";
import type { Verb, VerbGroup } from "./verb";

/** A parsed command line: a text to print, or a command with its arguments. */
export type Parsed = { text: string; missing?: boolean } | { verb: Verb; args: Record<string, unknown> };

/** The tool's name in its help and in shell completion. */
export const toolName = "firebreak";

const epilogue =
  "Commands use the security account: set AWS_PROFILE (or other AWS credentials) and AWS_REGION to its home " +
  "Region; preflight and fleet use the account of a stack. Exit code 0: done; 1: failed or not found; 2: wrong usage; 130: stopped.";

/** Stands for a lone hyphen, standard input, which the parser takes for an option without a name. */
const hyphen = "\u0000-";

/**
 * Parses a command line. Without a command, the result is the help.
 *
 * @param columns width of the help
 * @throws Problem with exit code 2 that says what is wrong
 */
export async function parse(argv: string[], verbs: (Verb | VerbGroup)[], columns: number): Promise<Parsed> {
  if (argv[0] === "completion" && !argv.some((word) => /^(-h|--help)$/.test(word)))
    return { text: completionScript(argv[1]) };
  const { verb, group } = namedIn(argv, verbs);
  const isBare = argv.length === 0 || (group !== undefined && !verb && argv.length === 1);
  const parsed = await parsedBy(isBare ? [...argv, "--help"] : argv, verbs, columns);
  return isBare && "text" in parsed ? { ...parsed, missing: true } : parsed;
}

async function parsedBy(argv: string[], verbs: (Verb | VerbGroup)[], columns: number): Promise<Parsed> {
  // yargs is an ES module; only import() can load it from here.
  const { default: yargs } = await import("yargs");
  let chosen: Parsed | undefined;
  const completes = argv[0] === "--get-yargs-completions";
  const choose = (verb: Verb) => (args: Record<string, unknown>) => {
    chosen = { verb, args };
  };
  const parser = yargs()
    .scriptName(completes ? toolName : operatorCommand())
    .locale("en")
    .usage("$0 <command>\n\nInspect and control what Firebreak contains.")
    .epilogue(epilogue)
    .wrap(Math.min(columns, 110))
    .strict()
    .demandCommand(1)
    .help()
    .alias("help", "h")
    .version(version)
    .completion("completion [shell]", "Print the script that completes firebreak in bash, zsh or fish")
    .exitProcess(false)
    .fail((message, error) => {
      throw error && isProblem(error) ? error : usageProblem(message ?? error.message, argv, verbs);
    });
  for (const item of verbs) {
    if ("run" in item) add(parser, item, { choose, completes });
    else {
      parser.command(item.command, item.summary, (group) => {
        for (const verb of item.verbs) add(group, verb, { choose, completes }, `${item.command} `);
        return group.demandCommand(1).strict();
      });
    }
  }
  let text = "";
  const given = argv.map((word) => (word === "-" ? hyphen : word));
  await parser.parseAsync(given, {}, (_error: unknown, _args: unknown, output: string) => {
    text = output;
  });
  if (!chosen || text) return { text };
  return checkedChoice(chosen, argv, verbs);
}

function checkedChoice(chosen: Parsed, argv: string[], verbs: (Verb | VerbGroup)[]): Parsed {
  if (!("verb" in chosen)) return chosen;
  const { verb, args } = chosen;
  try {
    checkFlags(verb, argv);
    const values = Object.entries(args).map(([name, value]) => [name, value === hyphen ? "-" : value]);
    return { verb, args: checkedArgs(verb, Object.fromEntries(values)) };
  } catch (error) {
    throw isProblem(error) ? withHelp(error.message, namedIn(argv, verbs)) : error;
  }
}

/** How commands are added: what happens if one is chosen, and whether the parser only completes words. */
interface Adding {
  choose(verb: Verb): (args: any) => void;
  completes: boolean;
}

function add(parser: Argv, verb: Verb, { choose, completes }: Adding, group = ""): void {
  parser.command(
    verb.command,
    verb.summary,
    (command) => {
      for (const [name, { offers, ...positional }] of Object.entries(verb.positionals ?? {}))
        command.positional(name, { ...positional, ...(offers && completes && { choices: offers }) });
      for (const [name, { range, ...option }] of Object.entries(verb.options ?? {})) {
        // A number is read as text, so that a wrong one can be named.
        command.option(name, option.type === "number" ? { ...option, type: "string" } : option);
      }
      for (const [line, words] of verb.examples ?? []) command.example(operatorCommand(`${group}${line}`), words);
      return command.strict();
    },
    choose(verb),
  );
}
