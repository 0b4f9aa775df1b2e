/** Like `maximumRetryAttempts` -> `MaximumRetryAttempts`, in every object and list below. Not for maps with free keys. */
export function pascalKeys(value: any): any {
  return mapKeys(value, (key) => key[0]!.toUpperCase() + key.slice(1));
}

/** The opposite of `pascalKeys`. */
export function camelKeys(value: any): any {
  return mapKeys(value, (key) => key[0]!.toLowerCase() + key.slice(1));
}

function mapKeys(value: any, rename: (key: string) => string): any {
  if (Array.isArray(value)) return value.map((item) => mapKeys(item, rename));
  if (!value || typeof value !== "object" || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [rename(key), mapKeys(item, rename)]));
}
