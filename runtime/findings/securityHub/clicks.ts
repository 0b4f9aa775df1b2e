/**
 * Who asked for a response by a click on a custom action of Security Hub, as decisions say it. The event names the action and
 * the findings, never the person who clicked
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html).
 */
export const clickOn = (action: string): string =>
  `custom action ${action.split("/").at(-1)}, clicked in Security Hub, which does not tell who it was`;

/** The custom action in what `clickOn` said. */
export const actionIn = (by: string | undefined): string | undefined => /^custom action ([\w-]+)/.exec(by ?? "")?.[1];

/** What an approver has to know of a request that came by a click. */
export const clickWarning =
  "Asked for by a click in Security Hub, which does not tell who it was: who approves it may be the same person.";
