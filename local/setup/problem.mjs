/** Something that the user has to mend. The message is all that is printed. */
export class Problem extends Error {}
