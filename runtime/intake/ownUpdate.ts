/**
 * Who writes this product's notes, as `Note.UpdatedBy` tells it
 * (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Note.html).
 */
export const noteAuthor = "firebreak";

/** The note of a finding of Security Hub CSPM. */
export interface HubNote {
  Text?: string | null | undefined;
  UpdatedBy?: string | null | undefined;
  UpdatedAt?: string | null | undefined;
}

/** The text of the note, if this product wrote it. */
export function ownNote(note: HubNote | null | undefined): string | undefined {
  return note?.UpdatedBy === noteAuthor ? (note.Text ?? undefined) : undefined;
}

/**
 * Whether an event only tells of this product's own update. Each update by BatchUpdateFindings makes an event, and leaves
 * UpdatedAt, which its provider sets, as it was
 * (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchupdatefindings.html): a finding whose note is
 * ours and no older than its last change by the provider has been answered as it stands. A note stays with a finding, so
 * its author alone says nothing about later updates. Whoever forges such a note hides only the events of its own updates.
 */
export function isOwnUpdate(note: HubNote | null | undefined, updatedAt: string | null | undefined): boolean {
  if (ownNote(note) === undefined || !note?.UpdatedAt || !updatedAt) return false;
  return Date.parse(note.UpdatedAt) >= Date.parse(updatedAt);
}

/**
 * The text of a comment in Security Hub V2, which tells neither the author nor the time of one: it begins with this
 * product's name and ends with the version of the finding that it is about.
 *
 * @param modifiedAt when the provider had changed the finding last
 * @param longest how many characters it may have
 */
export function commentText(text: string, modifiedAt: string, longest: number): string {
  const version = ` [version ${modifiedAt}]`;
  return text.slice(0, longest - version.length) + version;
}

/** What a comment says and about which version, if this product wrote it. */
export function ownComment(comment: string | null | undefined): { text: string; version: string } | undefined {
  const match = comment ? /^(Firebreak .*) \[version (\S+)\]$/s.exec(comment) : undefined;
  return match ? { text: match[1]!, version: match[2]! } : undefined;
}

/** Whether the comment is ours and about this version of the finding: then the event tells nothing new. */
export function isOwnCommentUpdate(comment: string | null | undefined, modifiedAt: string | undefined): boolean {
  const own = ownComment(comment);
  return own !== undefined && modifiedAt !== undefined && Date.parse(own.version) >= Date.parse(modifiedAt);
}
