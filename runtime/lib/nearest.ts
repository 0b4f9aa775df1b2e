/** The form in which words are compared: without case, blanks and punctuation between words. */
const bare = (word: string) => word.toLowerCase().replace(/[\s_.:/-]+/g, "");

/** The number of letters to insert, remove, replace or swap with their neighbour to turn one word into the other. */
export function distance(left: string, right: string): number {
  const rows = Array.from({ length: left.length + 1 }, (_, i) => [i, ...Array<number>(right.length).fill(0)]);
  for (let j = 0; j <= right.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= left.length; i++) {
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      let least = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      }
      rows[i]![j] = least;
    }
  }
  return rows[left.length]![right.length]!;
}

/**
 * The allowed word that a person most likely meant; undefined if none is near.
 *
 * @param limit how many letters may be wrong; one in five unless given
 */
export function nearest(word: string, allowed: string[], limit?: number): string | undefined {
  const given = bare(word);
  const found = allowed
    .map((item) => {
      const other = bare(item);
      const most = limit ?? Math.max(1, Math.floor(Math.min(given.length, other.length) / 5));
      // Words of very different lengths need no table.
      const far = Math.abs(given.length - other.length) > most ? most + 1 : distance(given, other);
      return { item, far, most };
    })
    .filter(({ far, most }) => far <= most)
    .sort((left, right) => left.far - right.far);
  return found[0]?.item;
}

/** The question that ends a text about a word that is not allowed; empty if nothing is near. */
export function didYouMean(word: string, allowed: string[]): string {
  const near = nearest(word, allowed);
  return near === undefined ? "" : `: did you mean ${near}?`;
}
