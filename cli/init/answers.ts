import { safe, tell } from "../output/print";
import { problem } from "../problem";
import type { World } from "../world";
import { type Answers, type Known, optionOf, type Question, questions, readAnswer } from "./questions";

/** Times that a question is asked before the command gives up. */
const attempts = 3;

/**
 * The answers: from the options where they are given, else from the user, else what is the initial answer of a question.
 *
 * @param given texts of options
 * @throws Problem with exit code 2 if an answer is wrong, or missing without a terminal
 */
export async function answersOf(
  world: World,
  given: { [Key in keyof Answers]?: string },
  known: Known,
): Promise<Answers> {
  const missing = questions.filter(({ key, initial, isGuess }) => given[key] === undefined && (isGuess || !initial));
  if (!world.interactive && missing.length > 0) {
    const options = missing.map(({ key }) => `--${optionOf(key)}`).join(" and ");
    throw problem(`There is no terminal to ask at: ${options} ${missing.length > 1 ? "are" : "is"} missing.`, 2);
  }
  const answers: [string, unknown][] = [];
  for (const question of questions) {
    const text = given[question.key] ?? (world.interactive ? undefined : question.initial?.(known));
    answers.push([question.key, text === undefined ? await fromUser(world, question, known) : checked(question, text)]);
  }
  return Object.fromEntries(answers) as unknown as Answers;
}

function checked(question: Question<any>, text: string): unknown {
  const found = readAnswer(question, text);
  if ("wrong" in found)
    throw problem(`--${optionOf(question.key)} is ${safe(found.wrong).replace(" must", ": it must")}`, 2);
  return found.value;
}

async function fromUser(world: World, question: Question<any>, known: Known): Promise<unknown> {
  const initial = question.initial?.(known);
  let wrong = "";
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const typed = await world.ask(`${question.text}${initial === undefined ? "" : ` [${safe(initial)}]`}: `);
    const found = readAnswer(question, typed.trim() || (initial ?? ""));
    if ("value" in found) return found.value;
    wrong = safe(found.wrong);
    tell(world, wrong);
  }
  throw problem(`${optionOf(question.key)}: ${wrong}`, 2);
}
