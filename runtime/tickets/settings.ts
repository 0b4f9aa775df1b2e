/** A channel that keeps tickets; plain values that the function's closure captures. */
export interface TicketSettings {
  channel: string;
  /** The kind of the channel. */
  kind: string;
  /** The settings of its kind. */
  own: Record<string, string>;
  /** The tool's address, without a slash at its end. */
  url: string;
}
