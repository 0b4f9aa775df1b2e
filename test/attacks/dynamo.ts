import type { DynamoDB } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

/** A small DynamoDB with conditions, updates, transactions and queries, as far as the journal uses them. */
export function dynamo() {
  const items = new Map<string, Record<string, any>>();
  const log: string[] = [];
  const hooks: { before?: (op: string, input: any) => Promise<void> | void } = {};
  const keyOf = (key: any) => {
    const { pk, sk } = unmarshall(key);
    return `${pk}|${sk}`;
  };
  const named = (name: string, message = name) => Object.assign(new Error(message), { name });
  const values = (input: any) => unmarshall(input.ExpressionAttributeValues ?? {});
  const parts = (path: string, names: Record<string, string>) => {
    // aliases only stand for whole parts; a name itself may hold dots
    return path
      .trim()
      .split(".")
      .map((part) => (part.startsWith("#") ? names[part]! : part));
  };
  const get = (item: any, path: string[]) => path.reduce((at, part) => at?.[part], item);
  const set = (item: any, path: string[], value: any) => {
    const last = path.at(-1)!;
    const parent = path.slice(0, -1).reduce((at, part) => at[part], item);
    if (parent === undefined) throw named("ValidationException", `no parent of ${path.join(".")}`);
    parent[last] = value;
  };
  function holds(condition: string, item: any, input: any): boolean {
    const names = input.ExpressionAttributeNames ?? {};
    const vals = values(input);
    const val = (text: string) => {
      const t = text.trim();
      if (t.startsWith(":")) return vals[t];
      const size = /^size\((.+)\)$/.exec(t);
      if (size) {
        const v = get(item, parts(size[1]!, names));
        return v instanceof Set ? v.size : v?.length;
      }
      return get(item, parts(t, names));
    };
    const one = (text: string): boolean => {
      const t = text.trim();
      let m = /^attribute_not_exists\((.+)\)$/.exec(t);
      if (m) return get(item, parts(m[1]!, names)) === undefined;
      m = /^attribute_exists\((.+)\)$/.exec(t);
      if (m) return get(item, parts(m[1]!, names)) !== undefined;
      m = /^contains\((.+), *(:\w+)\)$/.exec(t);
      if (m) {
        const v = val(m[1]!);
        return v instanceof Set ? v.has(vals[m[2]!]) : (v ?? []).includes(vals[m[2]!]);
      }
      m = /^(.+) IN \((.+)\)$/.exec(t);
      if (m) return m[2]!.split(",").some((x) => val(x) === val(m![1]!));
      m = /^(.+?) (<|=|>=) (.+)$/.exec(t);
      if (!m) throw new Error(`condition ${t}`);
      const [left, right] = [val(m[1]!), val(m[3]!)];
      if (left === undefined) return false;
      return m[2] === "<" ? left < right : m[2] === ">=" ? left >= right : left === right;
    };
    return condition.split(" OR ").some((or) => or.split(" AND ").every(one));
  }
  const commas = (text: string) => {
    const out: string[] = [];
    let depth = 0;
    let at = "";
    for (const c of text) {
      if (c === "(") depth++;
      if (c === ")") depth--;
      if (c === "," && depth === 0) {
        out.push(at.trim());
        at = "";
      } else at += c;
    }
    if (at.trim()) out.push(at.trim());
    return out;
  };
  function update(input: any): any {
    const key = keyOf(input.Key);
    const old = items.get(key);
    if (input.ConditionExpression && !holds(input.ConditionExpression, old ?? {}, input))
      throw named("ConditionalCheckFailedException");
    const item = structuredClone(old ?? unmarshall(input.Key));
    const names = input.ExpressionAttributeNames ?? {};
    const vals = values(input);
    const clauses = [...input.UpdateExpression.matchAll(/(SET|REMOVE|ADD) (.*?)(?= (?:SET|REMOVE|ADD) |$)/g)];
    for (const [, verb, body] of clauses) {
      for (const term of commas(body)) {
        if (verb === "REMOVE") {
          const path = parts(term, names);
          const parent = path.slice(0, -1).reduce((at: any, part: string) => at?.[part], item);
          if (parent) delete parent[path.at(-1)!];
        } else if (verb === "ADD") {
          const [attr, v] = term.split(" ") as [string, string];
          item[attr] = new Set([...(item[attr] ?? []), ...vals[v]]);
        } else {
          const at = term.indexOf("=");
          const path = parts(term.slice(0, at), names);
          const right = term.slice(at + 1).trim();
          let m = /^if_not_exists\((.+), *(:\w+)\)$/.exec(right);
          if (m) {
            if (get(item, parts(m[1]!, names)) === undefined) set(item, path, vals[m[2]!]);
            continue;
          }
          m = /^list_append\((.+), *(:\w+)\)$/.exec(right);
          if (m) {
            set(item, path, [...get(item, parts(m[1]!, names)), ...vals[m[2]!]]);
            continue;
          }
          m = /^(.+) \+ (:\w+)$/.exec(right);
          if (m) set(item, path, get(item, parts(m[1]!, names)) + vals[m[2]!]);
          else set(item, path, vals[right]);
        }
      }
    }
    checkSize(item);
    return item;
  }
  /** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html: 400 KB an item */
  function checkSize(item: any) {
    const size = Buffer.byteLength(JSON.stringify(item));
    if (size > 400 * 1024)
      throw named("ValidationException", `Item size has exceeded the maximum allowed size (${size} bytes)`);
  }
  const db = {
    async getItem(input: any) {
      await hooks.before?.("getItem", input);
      log.push("GetItem");
      const item = items.get(keyOf(input.Key));
      return { Item: item && marshall(structuredClone(item), { removeUndefinedValues: true }) };
    },
    async putItem(input: any) {
      await hooks.before?.("putItem", input);
      const item = unmarshall(input.Item);
      checkSize(item);
      log.push("PutItem");
      items.set(`${item["pk"]}|${item["sk"]}`, item);
    },
    async deleteItem(input: any) {
      await hooks.before?.("deleteItem", input);
      const key = keyOf(input.Key);
      if (input.ConditionExpression && !holds(input.ConditionExpression, items.get(key) ?? {}, input))
        throw named("ConditionalCheckFailedException");
      items.delete(key);
    },
    async updateItem(input: any) {
      await hooks.before?.("updateItem", input);
      const item = update(input);
      items.set(keyOf(input.Key), item);
      return { Attributes: marshall(structuredClone(item), { removeUndefinedValues: true }) };
    },
    async transactWriteItems({ TransactItems }: any) {
      await hooks.before?.("transactWriteItems", TransactItems);
      const writes: [string, any][] = [];
      for (const { Update, Put } of TransactItems) {
        if (Put) {
          const item = unmarshall(Put.Item);
          checkSize(item);
          writes.push([`${item["pk"]}|${item["sk"]}`, item]);
        } else {
          try {
            writes.push([keyOf(Update.Key), update(Update)]);
          } catch (error) {
            if ((error as Error).name === "ConditionalCheckFailedException")
              throw named("TransactionCanceledException");
            throw error;
          }
        }
      }
      for (const [key, item] of writes) items.set(key, item);
    },
    async query(input: any) {
      await hooks.before?.("query", input);
      const vals = values(input);
      let found = [...items.entries()].filter(([key]) => key.startsWith(`${vals[":pk"]}|`));
      if (input.IndexName) return { Items: [] };
      found = found.sort(([a], [b]) => (a < b ? -1 : 1));
      if (input.ScanIndexForward === false) found.reverse();
      let list = found.map(([, item]) => item);
      if (input.FilterExpression) list = list.filter((item) => holds(input.FilterExpression, item, input));
      return { Items: list.map((item) => marshall(structuredClone(item), { removeUndefinedValues: true })) };
    },
  };
  return { db: db as unknown as DynamoDB, items, log, hooks };
}
