import { z } from "zod";
import { region } from "../../components/settings/sources";
import { accountId } from "../../runtime/lib/accountId";
import { inventorySchema } from "../fleet/inventory/schema";
import { listOf } from "../verb";
import type { Facts } from "./facts";

/** What an inventory is written from. */
export interface Answers {
  securityAccount: string;
  homeRegion: string;
  accounts: "organization" | string[];
  /** Undefined: the caller's credentials deploy. */
  deploymentRole?: string | undefined;
  /** Empty: every Region that is enabled for an account. */
  regions: string[];
  canary: string[];
  alertEmails: string[];
}

/** What is known before the first question. */
export interface Known {
  facts?: Facts | undefined;
  /** The Region of the environment. */
  region?: string | undefined;
}

/** A question about one answer; its name with hyphens is the option of the command line. */
export interface Question<Key extends keyof Answers = keyof Answers> {
  key: Key;
  /** As it is asked and as the option is described. */
  text: string;
  /** What is taken if the user gives nothing. */
  initial?: ((known: Known) => string | undefined) | undefined;
  /** Whether the initial answer is a guess, which only a user at a terminal can confirm. */
  isGuess?: boolean;
  /** The value of an answer, unchecked. */
  read(text: string): unknown;
  /** What the value must be. */
  schema: z.ZodType<Answers[Key]>;
}

/** The word for an empty answer, and what it stands for. */
const unless =
  <Value, Empty>(word: string, empty: Empty, read: (text: string) => Value) =>
  (text: string): Value | Empty =>
    text === word ? empty : read(text);
const asIs = (text: string): string => text;

const ask = <Key extends keyof Answers>(question: Question<Key>): Question<Key> => question;

/** Every question, in the order in which they are asked. */
export const questions = [
  ask({
    key: "securityAccount",
    text: "Id of the security account, which gets the bus, the journal and the functions",
    initial: ({ facts }) => (facts && facts.caller !== facts.managementAccount ? facts.caller : undefined),
    isGuess: true,
    read: asIs,
    schema: accountId,
  }),
  ask({
    key: "homeRegion",
    text: "Home Region of the security account, such as eu-west-1",
    initial: ({ region: ofEnvironment }) => ofEnvironment,
    isGuess: true,
    read: asIs,
    schema: region,
  }),
  ask({
    key: "accounts",
    text: "Accounts to cover: organization for all of it, or ids separated by commas",
    initial: () => "organization",
    read: unless("organization", "organization", listOf),
    schema: inventorySchema.shape.accounts,
  }),
  ask({
    key: "deploymentRole",
    text: "Role by which each account is deployed, or none for your own credentials",
    initial: ({ facts }) => (facts?.hasControlTower ? "AWSControlTowerExecution" : "OrganizationAccountAccessRole"),
    read: unless("none", undefined, asIs),
    schema: inventorySchema.shape.deploymentRole,
  }),
  ask({
    key: "regions",
    text: "Regions to cover, separated by commas, or all that are enabled for an account",
    initial: () => "all",
    read: unless("all", [], listOf),
    schema: z.array(region),
  }),
  ask({
    key: "canary",
    text: "Member accounts to deploy first and watch, separated by commas, or none",
    initial: () => "none",
    read: unless("none", [], listOf),
    schema: z.array(accountId),
  }),
  ask({
    key: "alertEmails",
    text: "E-mail addresses that get notices, separated by commas, or none",
    initial: () => "none",
    read: unless("none", [], listOf),
    schema: z.array(z.email("an e-mail address")),
  }),
] satisfies Question<any>[];

/** The option of an answer: `homeRegion` is asked by `--home-region`. */
export const optionOf = (key: keyof Answers): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** An answer as a value, or what is wrong with it. */
export function readAnswer(question: Question<any>, text: string): { value: unknown } | { wrong: string } {
  const { data, error } = question.schema.safeParse(question.read(text.trim()));
  if (!error) return { value: data };
  return { wrong: `"${text}" must be ${[...new Set(error.issues.map(({ message }) => message))].join(", ")}` };
}
