/** An AWS API call that changed something, as CloudTrail reports it to EventBridge. */
export interface ApiCall {
  accountId: string;
  region: string;
  /** ModifyNetworkInterfaceAttribute and the like. */
  name: string;
  /** The texts among its parameters: ids, names, ARNs. */
  values: string[];
  /** The names of its parameters that are false. */
  off?: string[];
  /** Its id in CloudTrail. */
  id?: string;
  /** When it was made, ISO 8601. */
  at?: string;
  /** Who made it, as CloudTrail names them: an ARN, or the name of an AWS service. */
  by?: string;
}
