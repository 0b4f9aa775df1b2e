/** A problem that the user must fix. Only its message is printed. */
export class Problem extends Error {}
