/** What stands more than once in a list. */
export const repeated = (texts: string[]) => [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))];
