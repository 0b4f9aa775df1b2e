import { coded } from "../../lib/errors";

/** The environment variables that a responder is deployed with. */
export const responderVariables = {
  table: "JOURNAL_TABLE",
  topic: "NOTICE_TOPIC",
  decisionBus: "DECISION_BUS",
  queue: "QUEUE_URL",
  kept: "KEPT_QUEUE_URL",
  exceptionKey: "EXCEPTION_KEY",
  channelSecret: "CHANNEL_SECRET",
  /** The function that releases, for a response that has one and may have to restore what it opened. */
  releaseFunction: "RELEASE_FUNCTION",
};

/** The value of an environment variable. @throws NotConfigured if it is not set */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw coded("NotConfigured", `the environment variable ${name} is not set`);
  return value;
}
