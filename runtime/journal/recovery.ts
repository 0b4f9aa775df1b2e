/** Whether the journal itself can be restored. */
export interface Recovery {
  /** Whether the store can be restored to any moment of the last weeks. */
  isRecoverable(): Promise<boolean>;
}
