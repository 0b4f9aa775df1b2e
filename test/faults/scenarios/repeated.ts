/** The items that a list contains more than once. */
export const repeated = (texts: string[]) => [...new Set(texts.filter((text, at) => texts.indexOf(text) !== at))];
