/**
 * Who requested a response by a click on a custom action of Security Hub, as recorded in decisions. The event names the action
 * and the findings, but never the person who clicked
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html).
 */
export const clickOn = (action: string): string =>
  `custom action ${action.split("/").at(-1)}, clicked in Security Hub, which does not report who clicked`;

/** The custom action in what `clickOn` said. */
export const actionIn = (by: string | undefined): string | undefined => /^custom action ([\w-]+)/.exec(by ?? "")?.[1];

/** What an approver must know about a request that came by a click. */
export const clickWarning =
  "Requested by a click in Security Hub, which does not report who clicked: the approver may be the same person.";
