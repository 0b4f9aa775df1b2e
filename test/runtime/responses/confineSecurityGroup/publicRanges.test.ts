import assert from "node:assert/strict";
import fc from "fast-check";
import { type Opening, publicOpenings } from "../../../../runtime/responses/confineSecurityGroup/publicRanges";

/** "tcp 22 0.0.0.0/0,::/0"; "tcp 22 ?" has unknown ranges. */
function opening(text: string): Opening & { text: string } {
  const [protocol, ports, ranges] = text.split(" ") as [string, string, string];
  const [from, to] = ports === "-" ? [-1, -1] : (ports.split("..").map(Number) as [number, number?]);
  return { text, protocol, from, to: to ?? from, ranges: ranges === "?" ? undefined : ranges.split(",") };
}

const found = (texts: string[], own: string[] = [], allowed: string[] = []) =>
  publicOpenings(texts.map(opening), own, allowed).map((item) => item.text);

const blocks = (length: number, step = 1) => Array.from({ length }, (_, index) => `tcp 22 ${index * step}.0.0.0/8`);

describe("what is public", () => {
  const all: [string, string[]][] = [
    ["F11: 0.0.0.0/0", ["tcp 22 0.0.0.0/0"]],
    ["F12: ::/0", ["tcp 22 ::/0"]],
    ["M18: 0.0.0.0/1 with 128.0.0.0/1", ["tcp 22 0.0.0.0/1", "tcp 22 128.0.0.0/1"]],
    ["M18: one half alone", ["tcp 22 128.0.0.0/1"]],
    ["M18: 2000::/3", ["tcp 22 2000::/3"]],
    ["M18: a public prefix list", ["tcp 22 0.0.0.0/2,64.0.0.0/2"]],
    ["M18: ::/1 and 8000::/1", ["tcp 22 ::/1", "tcp 22 8000::/1"]],
    ["M18: the unions of a list and a rule", ["tcp 22 8.0.0.0/8", "tcp 22 9.0.0.0/8"]],
    ["M18: wider than /8", ["tcp 22 8.0.0.0/7"]],
    ["M18: wider than /32 in IPv6", ["tcp 22 2600::/31"]],
    ["M18: 256 /8 blocks, except the private one", blocks(256).filter((text) => !text.includes(" 10."))],
    ["M18: every other /8 block: gaps make no difference", blocks(100, 2).filter((text) => !text.includes(" 10."))],
    ["M18: four /9 blocks that are not adjacent", ["1", "3", "5", "7"].map((at) => `tcp 22 ${at}.0.0.0/9`)],
    ["case 29: all traffic, which has no ports", ["-1 - 0.0.0.0/0"]],
    ["case 29: tcp 0-65535 with ::/0", ["tcp 0..65535 ::/0"]],
    ["case 30: 20-30 from 0.0.0.0/0 and 22 from ::/0", ["tcp 20..30 0.0.0.0/0", "tcp 22 ::/0"]],
    ["M18: halves that meet on one port only", ["tcp 20..22 8.0.0.0/8", "tcp 22..30 9.0.0.0/8"]],
    ["M18: halves, one in a rule for all traffic", ["-1 - 8.0.0.0/8", "udp 53 9.0.0.0/8"]],
    ["protocols by number and by name are the same", ["6 22 8.0.0.0/8", "tcp 22 9.0.0.0/8"]],
    ["a protocol without ports", ["50 - 0.0.0.0/0"]],
    ["ICMP: all types include each one", ["icmp - 8.0.0.0/8", "icmp 8..0 9.0.0.0/8"]],
    ["unknown ranges", ["tcp 22 ?"]],
    ["invalid ranges", ["tcp 22 nonsense", "tcp 22 10.0.0.0/99"]],
  ];
  for (const [name, texts] of all) it(`is ${name}`, () => assert.deepEqual(found(texts), texts));

  const none: [string, string[]][] = [
    ["nothing", []],
    ["RFC 1918 in one group", ["-1 - 10.0.0.0/8", "-1 - 172.16.0.0/12", "-1 - 192.168.0.0/16"]],
    ["carriers' shared space, link-local", ["-1 - 100.64.0.0/10", "-1 - 169.254.0.0/16", "-1 - fe80::/10"]],
    ["unique local addresses", ["-1 - fc00::/7"]],
    ["exactly a /8", ["tcp 22 8.0.0.0/8", "tcp 22 8.0.0.0/9", "tcp 22 8.128.0.0/9"]],
    ["a /7 that is half private", ["tcp 22 10.0.0.0/7"]],
    ["exactly a /32 in IPv6", ["tcp 22 2600::/32"]],
    ["one /8 and a /32 of the other family", ["tcp 22 8.0.0.0/8", "tcp 22 2600::/32"]],
    ["two blocks on different ports", ["tcp 22 8.0.0.0/8", "tcp 23 9.0.0.0/8"]],
    ["two blocks on different protocols", ["tcp 53 8.0.0.0/8", "udp 53 9.0.0.0/8"]],
    ["two blocks on different types of ICMP", ["icmp 8 8.0.0.0/8", "icmp 0 9.0.0.0/8"]],
  ];
  for (const [name, texts] of none) it(`is not ${name}`, () => assert.deepEqual(found(texts), []));

  it("is not a list without entries", () => {
    assert.deepEqual(publicOpenings([{ protocol: "-1", from: -1, to: -1, ranges: [] }]), []);
  });

  const some: [string, string[], string[]][] = [
    ["F11 case 31: an office next to the world", ["tcp 22 203.0.113.9/32", "tcp 22 0.0.0.0/0"], ["tcp 22 0.0.0.0/0"]],
    [
      "case 29: a private range next to the world",
      ["tcp 22 10.0.0.0/8", "tcp 22 0.0.0.0/0", "tcp 22 ::/0"],
      ["tcp 22 0.0.0.0/0", "tcp 22 ::/0"],
    ],
    ["M15: an office next to 200 blocks", ["tcp 22 203.0.113.9/32", ...blocks(200).slice(11)], blocks(200).slice(11)],
    [
      "a /8 next to a half: the /8 alone is tolerable",
      ["tcp 22 8.0.0.0/8", "tcp 22 128.0.0.0/1"],
      ["tcp 22 128.0.0.0/1"],
    ],
    ["another port", ["tcp 80 8.0.0.0/8", "tcp 22 0.0.0.0/0"], ["tcp 22 0.0.0.0/0"]],
    ["an unknown range next to a /8", ["tcp 22 ?", "tcp 22 8.0.0.0/8"], ["tcp 22 ?"]],
  ];
  for (const [name, texts, expected] of some) it(`leaves out ${name}`, () => assert.deepEqual(found(texts), expected));

  it("does not include the VPC's own ranges, whatever their addresses", () => {
    assert.deepEqual(found(["tcp 22 8.0.0.0/8", "tcp 22 9.9.0.0/16"], ["9.9.0.0/16"]), []);
    assert.deepEqual(found(["tcp 22 8.0.0.0/8", "tcp 22 9.9.0.0/16"]), ["tcp 22 8.0.0.0/8"]);
  });

  const ports: [string, string[], string[], string[]][] = [
    ["a port", ["443"], ["tcp 443 0.0.0.0/0"], []],
    ["a range, in the format of authorizedTcpPorts", ["443,1020-1025"], ["tcp 1021..1025 ::/0"], []],
    ["two ranges that meet", ["440-443", "444-450"], ["tcp 442..445 0.0.0.0/0"], []],
    ["not a wider range", ["443"], ["tcp 443..444 0.0.0.0/0"], ["tcp 443..444 0.0.0.0/0"]],
    ["not a gap", ["440-442", "444"], ["tcp 440..444 0.0.0.0/0"], ["tcp 440..444 0.0.0.0/0"]],
    ["not UDP", ["443"], ["udp 443 0.0.0.0/0"], ["udp 443 0.0.0.0/0"]],
    ["not all traffic", ["0-65535"], ["-1 - 0.0.0.0/0", "tcp 1 0.0.0.0/0"], ["-1 - 0.0.0.0/0"]],
    ["nothing if it cannot be read", ["https", "5-1", "1-99999", ""], ["tcp 443 0.0.0.0/0"], ["tcp 443 0.0.0.0/0"]],
  ];
  for (const [name, allowed, texts, expected] of ports) {
    it(`may be public on allowed ports: ${name}`, () => assert.deepEqual(found(texts, [], allowed), expected));
  }

  /** Blocks of a /8: how many of their addresses are public. */
  const publicIn = (block: number) => {
    const excluded: Record<number, number> = { 10: 2 ** 24, 100: 2 ** 22, 169: 2 ** 16, 172: 2 ** 20, 192: 2 ** 16 };
    return 2 ** 24 - (excluded[block] ?? 0);
  };
  const coarse = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 4, max: 8 }))
    .map(([block, bits]) => ({ first: block - (block % 2 ** (8 - bits)), count: 2 ** (8 - bits), bits }));

  it("M18: agrees with counting blocks, in every order, and leaves nothing public", () => {
    fc.assert(
      fc.property(fc.array(coarse, { maxLength: 20 }), (ranges) => {
        const openings = ranges.map(({ first, bits }) => opening(`tcp 22 ${first}.0.0.0/${bits}`));
        const covered = new Set(
          ranges.flatMap(({ first, count }) => Array.from({ length: count }, (_, index) => first + index)),
        );
        const count = [...covered].reduce((sum, block) => sum + publicIn(block), 0);
        const bad = publicOpenings(openings);
        assert.equal(bad.length > 0, count > 2 ** 24);
        assert.deepEqual(publicOpenings(openings.filter((item) => !bad.includes(item))), []);
        const reversed = publicOpenings([...openings].reverse());
        assert.deepEqual(new Set(reversed), new Set(bad));
      }),
    );
  });

  it("is found in time in the largest possible group, with lists of a thousand entries", () => {
    const list = Array.from(
      { length: 1000 },
      (_, index) => `203.${index % 250}.${Math.floor(index / 250)}.0/24`,
    ).join();
    const texts = Array.from(
      { length: 1000 },
      (_, index) => `tcp ${index} ${index % 100 ? `8.${index % 256}.0.0/16` : list}`,
    );
    const start = Date.now();
    assert.deepEqual(found([...texts, "tcp 0..65535 0.0.0.0/0"]), ["tcp 0..65535 0.0.0.0/0"]);
    assert.ok(Date.now() - start < 5000, `${Date.now() - start} ms`);
  });
});
