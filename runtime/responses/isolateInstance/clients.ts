import type { AutoScaling as AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { ElasticLoadBalancing } from "@aws-sdk/client-elastic-load-balancing";
import type { ElasticLoadBalancingV2 } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Route53Resolver } from "@aws-sdk/client-route53resolver";

/** The clients that isolation needs in the target's account and Region. */
export interface IsolationClients {
  ec2: EC2;
  autoScaling: AutoScalingClient;
  elb: ElasticLoadBalancing;
  elbv2: ElasticLoadBalancingV2;
  resolver: Route53Resolver;
}
