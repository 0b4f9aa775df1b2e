/**
 * The author of this product's notes in `Note.UpdatedBy`
 * (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Note.html). Comments of Security Hub V2 have no author.
 */
export const noteAuthor = "firebreak";

/** A note or comment of this product. */
export interface OwnNote {
  text: string;
  /** When the finding's provider had last changed it, as known when the note was written. */
  version: string;
}

/**
 * The text of a note or comment. It ends with the version of the finding. The time of writing would not work: GuardDuty's updates
 * reach Security Hub minutes after their own timestamp.
 *
 * @param version when its provider had changed the finding last
 * @param longest how many characters it may have
 */
export function noteText(text: string, version: string, longest: number): string {
  const end = ` [version ${version}]`;
  return text.slice(0, longest - end.length) + end;
}

/** The text and version of a note or comment, if this product wrote it. */
export function ownNote(text: string | null | undefined): OwnNote | undefined {
  const match = text ? /^(Firebreak .*) \[version (\S+)\]$/s.exec(text) : undefined;
  return match ? { text: match[1]!, version: match[2]! } : undefined;
}

/** A note of Security Hub CSPM. */
export interface HubNote {
  Text?: string | null | undefined;
  UpdatedBy?: string | null | undefined;
}

/** The same for a note of Security Hub CSPM, which has an author. */
export const ownHubNote = (note: HubNote | null | undefined): OwnNote | undefined =>
  note?.UpdatedBy === noteAuthor ? ownNote(note.Text) : undefined;

/**
 * Whether an event only reports this product's own update. Each update by a customer causes an event, but leaves the provider's
 * times unchanged
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchupdatefindings.html,
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsV2.html): a finding with our note about this
 * version has been processed. A note stays on a finding, so its author alone says nothing about later updates. A forged note hides
 * only the event of the update that wrote it.
 *
 * @param modifiedAt when the provider last changed the finding
 */
export function isOwnUpdate(note: OwnNote | undefined, modifiedAt: string | null | undefined): boolean {
  return note !== undefined && Boolean(modifiedAt) && Date.parse(note.version) >= Date.parse(modifiedAt!);
}
