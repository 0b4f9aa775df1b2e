/** A network interface whose flows are to be cut, as far as networks know it. */
export interface Port {
  id: string;
  vpcId: string;
  subnetId: string;
  /** Private addresses, IPv4 and IPv6. */
  addresses: string[];
  /** Ranges of addresses that are assigned to it as a whole. */
  prefixes?: string[];
}

/** A device in the VPC through which flows are always tracked, by EC2's type of its interface. */
export interface Device {
  id: string;
  type: string;
  vpcId: string;
  subnetId: string;
  description: string;
}

/** Where packets of one subnet may go. */
export interface Route {
  subnetId: string;
  destination: string;
  /** nat-..., eigw-..., vpce-..., igw-... and so on. */
  via: string;
}

/** Devices whose flows EC2 always tracks, by the type of their interfaces, in words. */
export const trackedDevices: Record<string, string> = {
  natGateway: "NAT gateway",
  network_load_balancer: "Network Load Balancer",
  gateway_load_balancer: "Gateway Load Balancer",
  gateway_load_balancer_endpoint: "Gateway Load Balancer or Network Firewall endpoint",
  vpc_endpoint: "interface endpoint, which can carry a Session Manager session",
  lambda: "Lambda function in the VPC",
  global_accelerator_managed: "Global Accelerator",
};

/** EC2 describes the interface of a NAT gateway with the gateway's id. */
export const isOfGateway = ({ type, description }: Device, via: string): boolean =>
  type === "natGateway" && description.split(" ").includes(via);
