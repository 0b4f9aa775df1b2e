/**
 * The type of a GuardDuty finding that Security Hub shows under rewritten types, for example
 * `TTPs/Command and Control/Backdoor:EC2-C&CActivity.B` for `Backdoor:EC2/C&CActivity.B`
 * (https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html). Most types keep purpose and resource; some
 * lack the purpose, which is then the category before them (`TTPs/Credential Access/IAMUser-AnomalousBehavior`).
 *
 * @param types `Types` of an ASFF finding or `finding_info.types` of an OCSF finding, which has the type unchanged
 * @returns undefined if no type has one of the documented forms
 */
export function guardDutyType(types: string[]): string | undefined {
  return types.map(original).find((type) => type !== undefined);
}

function original(text: string): string | undefined {
  const whole = /^(?:(.*)\/)?([A-Za-z]+[0-9]?):([A-Za-z0-9]+)[-./]([^/]{1,200})$/.exec(text);
  const category = (path: string | undefined) => (path ?? "").slice((path ?? "").lastIndexOf("/") + 1);
  const purpose = (path: string | undefined) => category(path).replaceAll(" ", "");
  if (!whole) {
    const cut = /^(?:TTPs|Effects|Unusual Behaviors)\/([A-Za-z ]+)\/([A-Za-z0-9]+)-([^/]{1,200})$/.exec(text);
    return cut ? `${purpose(cut[1])}:${cut[2]}/${cut[3]}` : undefined;
  }
  const [path, first, second, name] = whole.slice(1) as [string | undefined, string, string, string];
  // TTPs/DefenseEvasion/EC2:Unusual-DNS-Resolver: the resource is where the purpose usually is.
  if (first === "EC2") return `${purpose(path)}:EC2/${second}${name.replaceAll("-", "")}`;
  const detail = category(path) === "AnomalousBehavior" ? `AnomalousBehavior.${name}` : name;
  return `${first}:${second}/${detail}`;
}
