import { BlockList, isIP } from "node:net";
import type { Ec2State } from "../models/ec2/state";

/** What a rule lets through, as a text: its group, direction, protocol, ports, and the source or destination. */
const power = (who: string, rule: Ec2State["rules"][number], source: string) =>
  `${who} ${rule.egress ? "out" : "in"} ${rule.protocol} ${rule.from}-${rule.to} ${source}`;

/** What the rules of these groups let through. */
export function networkPowers(state: Ec2State, who: string, groups: string[]): string[] {
  return state.rules
    .filter(({ groupId }) => groups.includes(groupId))
    .flatMap((rule) =>
      (rule.kind === "prefix-list" ? (state.prefixLists[rule.source]?.entries ?? []) : [rule.source]).map((source) =>
        power(who, rule, source),
      ),
    );
}

/** What is possible now and was not before. */
export const beyond = (before: string[], now: string[]): string[] =>
  now.filter((text) => !before.some((earlier) => earlier === text || covers(earlier, text)));

/** The answers so far: the cases compare the same few powers after every call. */
const answers = new Map<string, boolean>();

function covers(wide: string, narrow: string): boolean {
  const key = `${wide}\n${narrow}`;
  const answer = answers.get(key) ?? includes(wide, narrow);
  answers.set(key, answer);
  return answer;
}

/** Whether one network power includes another: the same direction and ports, or all, and a range that includes the other. */
function includes(wide: string, narrow: string): boolean {
  const [left, right] = [wide.split(" "), narrow.split(" ")];
  if (left.length !== 5 || right.length !== 5 || left[0] !== right[0] || left[1] !== right[1]) return false;
  const all = left[2] === "-1";
  return (all || (left[2] === right[2] && left[3] === right[3])) && holds(left[4]!, right[4]!);
}

function holds(wide: string, narrow: string): boolean {
  const [[net, bits], [address, narrower]] = [parsed(wide), parsed(narrow)];
  const family = isIP(net);
  if (family === 0 || family !== isIP(address) || narrower < bits) return false;
  const list = new BlockList();
  list.addSubnet(net, bits, family === 6 ? "ipv6" : "ipv4");
  return list.check(address, family === 6 ? "ipv6" : "ipv4");
}

function parsed(range: string): [string, number] {
  const [address = "", bits] = range.split("/");
  return [address, Number(bits ?? (isIP(address) === 6 ? 128 : 32))];
}
