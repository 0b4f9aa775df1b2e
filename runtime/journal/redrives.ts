/** Who had dead letters delivered again. */
export interface Redrives {
  /** Records a redrive, in place of what its run recorded before. */
  recordRedrive(redrive: RecordedRedrive): Promise<void>;
}

/** A redrive: at first who asked for it, then also what came of it. */
export interface RecordedRedrive {
  /** When it was asked for, in ISO 8601. */
  at: string;
  /** The run that carries it out. */
  run: string;
  by: string;
  /** The stated reason. */
  said?: string;
  /** The name of the response or other function whose letters they are. */
  response: string;
  moved?: number;
  /** Why some are left, if any are. */
  left?: string;
}
