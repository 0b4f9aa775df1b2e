import { typesOf } from "./typesOf";

/** GuardDuty's types of Lambda Protection: https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection-finding-types.html. */
export const lambdaTypes = [
  ...typesOf("Backdoor:Lambda", ["C&CActivity.B"]),
  ...typesOf("CryptoCurrency:Lambda", ["BitcoinTool.B"]),
  ...typesOf("Trojan:Lambda", ["BlackholeTraffic", "DropPoint"]),
  ...typesOf("UnauthorizedAccess:Lambda", ["MaliciousIPCaller.Custom", "TorClient", "TorRelay"]),
];
