import assert from "node:assert/strict";
import { beyondReach, residualRisk } from "../../../../runtime/responses/isolateTask/residualRisk";
import type { TaskState } from "../../../../runtime/responses/isolateTask/state";
import { acl, onHost, running, walled } from "./states";

const settings = { networkAcls: true, stopTask: false };
const route = (via: string, destination = "0.0.0.0/0") => ({ subnetId: "subnet-1", destination, via });
const withAddresses = (...addresses: string[]) => [{ ...running().interfaces[0]!, addresses }];

describe("isolate-task: residual risk", () => {
  it("N21: nothing is beyond reach of a walled task behind a NAT gateway of another subnet, alone in its own", () => {
    assert.deepEqual(beyondReach(walled()), []);
  });

  const inNatSubnet = running().devices.map((device) => ({ ...device, subnetId: "subnet-1" }));
  const v6 = { interfaces: withAddresses("2001:db8::5"), acls: [] };
  const table: [what: string, state: TaskState, text: RegExp | undefined][] = [
    ["an ACL without the entries", running(), /acl-2 does not keep eni-task out/],
    [
      "an ACL of another account",
      running({ acls: [acl({ ownerId: "999988887777" })] }),
      /account 999988887777 owns the VPC/,
    ],
    ["a neighbour in its subnet", walled({ neighbours: 3 }), /its subnet has 3 other interfaces/],
    [
      "a NAT gateway in its subnet",
      walled({ devices: inNatSubnet }),
      /through nat-1 \(NAT gateway\): it is in the subnet of the task/,
    ],
    [
      "a NAT gateway outside the subnets",
      walled({ devices: [] }),
      /nat-1 \(NAT gateway\): it is in no subnet of the VPC/,
    ],
    ["an internet gateway without a public address", walled({ routes: [route("igw-1")] }), undefined],
    [
      "an internet gateway and a public address",
      walled({ routes: [route("igw-1")], interfaces: [{ ...running().interfaces[0]!, publicIp: "198.51.100.7" }] }),
      /198\.51\.100\.7 still reaches the internet through igw-1/,
    ],
    [
      "an internet gateway and IPv6",
      walled({ ...v6, routes: [route("igw-1", "::/0")] }),
      /2001:db8::5 still reaches the internet/,
    ],
    ["an egress-only gateway and IPv6", walled({ ...v6, routes: [route("eigw-1", "::/0")] }), /through eigw-1/],
    ["an egress-only gateway and IPv4 alone", walled({ routes: [route("eigw-1", "::/0")] }), undefined],
    [
      "a gateway endpoint",
      walled({ routes: [route("vpce-1", "pl-6da54004")] }),
      /still reaches pl-6da54004 through vpce-1/,
    ],
    [
      "a peering connection",
      walled({ routes: [route("pcx-1", "10.9.0.0/16")] }),
      /10\.9\.0\.0\/16 through pcx-1 \(VPC peering connection\)/,
    ],
    ["a finding that reports DNS", walled({ channels: ["dns"] }), /reported DNS/],
    [
      "a part that AWS refuses",
      walled({ refused: [{ part: "registrations", why: "no" }] }),
      /the target groups could not be read: no/,
    ],
    ["a shared host", onHost(), /shares the addresses of its host i-00000001/],
    ["a machine outside AWS", onHost({ launchType: "EXTERNAL" }), /outside AWS/],
    ["no network at all", onHost({ networkMode: "none" }), undefined],
    ["a task that has stopped", onHost({ running: false }), undefined],
  ];
  for (const [what, state, text] of table) {
    it(`N22 N23: ${what}: ${text ? "partial, and named" : "cut"}`, () => {
      if (text) assert.match(beyondReach(state).join("; "), text);
      else assert.deepEqual(beyondReach(state), []);
    });
  }

  it("N25: names the sessions of the task and who denies them, and the role of the host", () => {
    const risk = residualRisk(onHost(), settings).join("; ");
    assert.match(
      risk,
      /role checkout .* block-principal denies its sessions, which are named 0123456789abcdef0123456789abcdef/,
    );
    assert.match(risk, /containers may also have used the role of instance i-00000001/);
    assert.doesNotMatch(residualRisk(walled({ role: undefined as any }), settings).join("; "), /credentials of role/);
  });

  it("names what may stop it, what replaces it and what still leads to it", () => {
    const registration = { kind: "target-group" as const, name: "arn:tg/web", target: "10.0.1.5", draining: true };
    const risk = residualRisk(walled({ registries: ["arn:sd/1"], registrations: [registration] }), settings).join("; ");
    assert.match(risk, /service checkout may still replace it.*48 hours at most.*same definition checkout:12/);
    assert.match(risk, /open requests on tg\/web.*service discovery still answers with its address: arn:sd\/1/);
    const alone = running({ service: undefined as any, protection: undefined as any });
    assert.match(residualRisk(alone, settings).join("; "), /belongs to no service/);
    assert.doesNotMatch(residualRisk(walled(), { ...settings, stopTask: true }).join("; "), /may still replace/);
  });
});
