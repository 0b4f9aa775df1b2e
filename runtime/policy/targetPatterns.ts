import { didYouMean } from "../lib/nearest";

/** The ARNs of what responses act on; see `runtime/model/target.ts`. Names have no `/`: a principal's ARN is written without its path. */
const targets: { service: string; region: boolean; account: boolean; prefixes: string[] }[] = [
  { service: "ec2", region: true, account: true, prefixes: ["instance/", "security-group/", "volume/"] },
  { service: "iam", region: false, account: true, prefixes: ["role/", "user/"] },
  { service: "rds", region: true, account: true, prefixes: ["db:"] },
  { service: "s3", region: false, account: false, prefixes: [""] },
];

/** One sign of an ARN, or one of a kind; one or more of it unless `once` is set. */
type Token = { sign: string } | { many: RegExp; once?: true };

const name = /[^/:]/;
const digits: Token[] = Array.from({ length: 12 }, () => ({ many: /\d/, once: true as const }));

/** Every form that the ARN of a target can have. */
const forms: Token[][] = targets.flatMap(({ service, region, account, prefixes }) =>
  prefixes.map((prefix) => [
    ...signs("arn:aw"),
    // aws, aws-cn, aws-us-gov and whatever comes.
    { many: /[a-z-]/ },
    ...signs(`:${service}:`),
    ...(region ? [{ many: /[a-z0-9-]/ }] : []),
    ...signs(":"),
    ...(account ? digits : []),
    ...signs(`:${prefix}`),
    { many: name },
  ]),
);

function signs(text: string): Token[] {
  return [...text].map((sign) => ({ sign }));
}

/**
 * Why a pattern with `*` can match the ARN of no resource that a response acts on, so that it would protect nothing;
 * undefined if it can match one.
 */
export function whyNoTarget(pattern: string): string | undefined {
  if (forms.some((form) => meet(pattern, form))) return undefined;
  const [arn, partition = "", service = "", region = "", account = "", ...rest] = pattern.split(":");
  const otherwise = "it matches none";
  if (arn !== "arn" || rest.length === 0) return otherwise;
  if (!canMatch(partition, /^aws(-[a-z]+)*$/)) return `no partition is called "${partition}"`;
  const known = targets.filter((target) => isLike(service, target.service));
  if (known.length === 0) {
    const services = targets.map((target) => target.service);
    return `no response acts on resources of "${service}"${didYouMean(service, services)}`;
  }
  return (
    known.map((target) => whyNot(target, { region, account, resource: rest.join(":") })).find(Boolean) ?? otherwise
  );
}

/** Whether a text of the form exists that the pattern matches: a walk through all pairs of places in both. */
function meet(pattern: string, form: Token[]): boolean {
  const seen = new Set<string>();
  const open: [number, number][] = [[0, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [at, to] = next;
    if (at === pattern.length && to === form.length) return true;
    const token = form[to];
    const steps: [number, number][] = [];
    const star = pattern[at] === "*";
    if (star) steps.push([at + 1, to]);
    if (token && "sign" in token && (star || pattern[at] === token.sign)) steps.push([star ? at : at + 1, to + 1]);
    if (token && "many" in token) {
      const takes = star || (at < pattern.length && token.many.test(pattern[at]!));
      if (takes)
        steps.push(
          [star ? at : at + 1, to + 1],
          ...("once" in token || star ? [] : [[at + 1, to] as [number, number]]),
        );
    }
    for (const step of steps) {
      if (seen.has(step.join())) continue;
      seen.add(step.join());
      open.push(step);
    }
  }
  return false;
}

function whyNot(
  target: (typeof targets)[number],
  { region, account, resource }: { region: string; account: string; resource: string },
): string | undefined {
  const { service } = target;
  if (target.region ? region === "" : !isLike(region, "")) {
    return target.region ? `an ARN of ${service} has a Region, or * for all` : `an ARN of ${service} has no Region`;
  }
  if (target.account ? !canMatch(account, /^\d{12}$/) : !isLike(account, "")) {
    return target.account
      ? `"${account}" is no account id of 12 digits, nor * for all`
      : `an ARN of ${service} has no account`;
  }
  const prefix = target.prefixes.find((item) => startsLike(resource, item));
  if (prefix === undefined) {
    const kind = /^[^/:*]+/.exec(resource)?.[0] ?? resource;
    const kinds = target.prefixes.map((item) => item.slice(0, -1));
    return `what a response acts on in ${service} is ${kinds.join(", ")}, not "${kind}"${didYouMean(kind, kinds)}`;
  }
  const name = resource.startsWith(prefix) ? resource.slice(prefix.length) : "";
  if (!name.includes("/")) return undefined;
  return service === "s3"
    ? "the ARN of a bucket has no key: leave out what follows its name"
    : "names are compared without their path: write only what follows the last /";
}

/** Whether a part with `*` can stand for a text. */
function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

/** Whether a part is of a form; one with `*` may be anything. */
const canMatch = (pattern: string, form: RegExp) => pattern.includes("*") || form.test(pattern);

/** Whether a resource can begin with a prefix. */
function startsLike(resource: string, prefix: string): boolean {
  const head = resource.split("*")[0]!;
  return head.startsWith(prefix) || (resource.includes("*") && prefix.startsWith(head));
}

/** Why an entry of protectedPrincipals can match no role or user; undefined if it can. A pattern with `:` is one of ARNs. */
export function whyNoPrincipal(pattern: string): string | undefined {
  if (!pattern.includes(":")) {
    if (/^[\w+=,.@*-]{1,64}$/.test(pattern)) return undefined;
    return pattern.includes("/")
      ? "a name has no /: write the name alone, or the whole ARN"
      : "no role or user can be called so: names have letters, digits and +=,.@_-";
  }
  // The path counts here if a `*` is in it; else it is left out before names are compared.
  const bare = pattern.replace(/:(role|user)\/.*\/([^/]*)$/, ":$1/$2");
  const why = whyNoTarget(bare);
  if (why) return why;
  const service = pattern.split(":")[2] ?? "";
  return isLike(service, "iam") || pattern.split(":").length < 6 ? undefined : `an ARN of IAM, not of "${service}"`;
}
