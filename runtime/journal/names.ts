/** Parts of names that nobody can guess. */
export interface Names {
  /**
   * Eight hexadecimal digits for a name: always the same for that name, and unpredictable without the journal. So two parallel
   * runs choose the same name for what they create, and no attacker can take it first.
   */
  unguessable(name: string): Promise<string>;
}
