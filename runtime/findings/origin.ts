import type { TrustedSenders } from "../model/responderSettings";

/** The origin of an event, as set by EventBridge. */
export interface Envelope {
  account: string;
  region: string;
}

/**
 * Why an event's sender may not speak for the account and Region in its content; undefined if it may. EventBridge sets the
 * envelope's account, which cannot be forged; the content can be.
 */
export function originFault(
  envelope: Envelope,
  content: { accountId: string; region: string },
  senders: TrustedSenders,
): string | undefined {
  if (envelope.account === senders.securityAccountId || senders.delegatedAdministrators.includes(envelope.account)) {
    return undefined;
  }
  if (envelope.account !== content.accountId) {
    return `account ${envelope.account} sent a finding about account ${content.accountId}; only the security account and the delegated administrators may do that`;
  }
  if (envelope.region !== content.region) {
    return `the event came from ${envelope.region} and the finding names ${content.region}`;
  }
  return undefined;
}
