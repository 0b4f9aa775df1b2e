import { didYouMean } from "../lib/nearest";

/**
 * The ARN forms of the resources that responses act on; see `runtime/model/target.ts`. Names have no `/`: a principal's
 * ARN is used without its path.
 */
const targets: { service: string; region: boolean; account: boolean; prefixes: string[] }[] = [
  { service: "ec2", region: true, account: true, prefixes: ["instance/", "security-group/", "volume/"] },
  { service: "iam", region: false, account: true, prefixes: ["role/", "user/"] },
  { service: "rds", region: true, account: true, prefixes: ["db:"] },
  { service: "s3", region: false, account: false, prefixes: [""] },
];

/** A character of an ARN, or a class of characters; the class matches one or more of them unless `once` is set. */
type Token = { sign: string } | { many: RegExp; once?: true };

const name = /[^/:]/;
const digits: Token[] = Array.from({ length: 12 }, () => ({ many: /\d/, once: true as const }));

/** Every possible form of a target's ARN. */
const forms: Token[][] = targets.flatMap(({ service, region, account, prefixes }) =>
  prefixes.map((prefix) => [
    ...signs("arn:aw"),
    // aws, aws-cn, aws-us-gov and future partitions.
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
 * Why a pattern with `*` cannot match the ARN of any resource that a response acts on, so that it would protect
 * nothing. Undefined if it can match one.
 */
export function whyNoTarget(pattern: string): string | undefined {
  if (forms.some((form) => meet(pattern, form))) return undefined;
  const [arn, partition = "", service = "", region = "", account = "", ...rest] = pattern.split(":");
  const otherwise = "it matches none";
  if (arn !== "arn" || rest.length === 0) return otherwise;
  if (!canMatch(partition, /^aws(-[a-z]+)*$/)) return `there is no partition "${partition}"`;
  const known = targets.filter((target) => isLike(service, target.service));
  if (known.length === 0) {
    const services = targets.map((target) => target.service);
    return `no response acts on resources of "${service}"${didYouMean(service, services)}`;
  }
  return (
    known.map((target) => whyNot(target, { region, account, resource: rest.join(":") })).find(Boolean) ?? otherwise
  );
}

/** Whether the pattern matches any text of the form. Walks through all pairs of positions in both. */
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
    return target.region ? `an ARN of ${service} needs a Region, or * for all` : `an ARN of ${service} has no Region`;
  }
  if (target.account ? !canMatch(account, /^\d{12}$/) : !isLike(account, "")) {
    return target.account
      ? `"${account}" is neither an account id of 12 digits nor * for all`
      : `an ARN of ${service} has no account`;
  }
  const prefix = target.prefixes.find((item) => startsLike(resource, item));
  if (prefix === undefined) {
    const kind = /^[^/:*]+/.exec(resource)?.[0] ?? resource;
    const kinds = target.prefixes.map((item) => item.slice(0, -1));
    return `responses act on these resources of ${service}: ${kinds.join(", ")}, not "${kind}"${didYouMean(kind, kinds)}`;
  }
  const name = resource.startsWith(prefix) ? resource.slice(prefix.length) : "";
  if (!name.includes("/")) return undefined;
  return service === "s3"
    ? "the ARN of a bucket has no key: leave out the part after its name"
    : "names are compared without their path: use only the part after the last /";
}

/** Whether a part with `*` matches a text. */
function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

/** Whether a part can match a form; a part with `*` may match anything. */
const canMatch = (pattern: string, form: RegExp) => pattern.includes("*") || form.test(pattern);

/** Whether a resource pattern can match a text with the prefix. */
function startsLike(resource: string, prefix: string): boolean {
  const head = resource.split("*")[0]!;
  return head.startsWith(prefix) || (resource.includes("*") && prefix.startsWith(head));
}

/**
 * Why an entry of protectedPrincipals cannot match any role or user; undefined if it can. A pattern with `:` is an ARN
 * pattern.
 */
export function whyNoPrincipal(pattern: string): string | undefined {
  if (!pattern.includes(":")) {
    if (/^[\w+=,.@*-]{1,64}$/.test(pattern)) return undefined;
    return pattern.includes("/")
      ? "a name has no /: use the name alone, or the whole ARN"
      : "no role or user can have this name: names have letters, digits and +=,.@_-";
  }
  // A path counts only if it contains `*`; otherwise it is removed before names are compared.
  const bare = pattern.replace(/:(role|user)\/.*\/([^/]*)$/, ":$1/$2");
  const why = whyNoTarget(bare);
  if (why) return why;
  const service = pattern.split(":")[2] ?? "";
  return isLike(service, "iam") || pattern.split(":").length < 6 ? undefined : `an ARN of IAM, not of "${service}"`;
}
