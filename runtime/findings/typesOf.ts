/** Finding types of one family: `typesOf("Backdoor:EC2", ["Spambot"])` is `["Backdoor:EC2/Spambot"]`. */
export const typesOf = (family: string, names: string[]): string[] => names.map((name) => `${family}/${name}`);
