/**
 * Every item of a paginated AWS answer.
 *
 * @param next asks for one page; gets the token of the page before
 */
export async function pages<Page, Item>(
  next: (token: string | undefined) => Promise<Page>,
  items: (page: Page) => Item[] | undefined,
  token: (page: Page) => string | undefined,
): Promise<Item[]> {
  const found: Item[] = [];
  let at: string | undefined;
  do {
    const page = await next(at);
    found.push(...(items(page) ?? []));
    at = token(page);
  } while (at);
  return found;
}
