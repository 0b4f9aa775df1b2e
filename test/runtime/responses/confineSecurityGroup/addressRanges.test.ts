import assert from "node:assert/strict";
import fc from "fast-check";
import {
  isSameRange,
  liesIn,
  parseRange,
  size,
  union,
  without,
} from "../../../../runtime/responses/confineSecurityGroup/addressRanges";

const read = (texts: string[]) => texts.map((text) => parseRange(text)!);

describe("address ranges", () => {
  const good: [string, bigint, bigint][] = [
    ["0.0.0.0/0", 0n, 2n ** 32n - 1n],
    ["10.1.2.3/8", 10n << 24n, (11n << 24n) - 1n],
    ["203.0.113.9", 0xcb007109n, 0xcb007109n],
    ["::/0", 0n, 2n ** 128n - 1n],
    ["2000::/3", 1n << 125n, (1n << 126n) - 1n],
    ["::1", 1n, 1n],
    ["1:2:3:4:5:6:7:8/128", 0x00010002000300040005000600070008n, 0x00010002000300040005000600070008n],
    ["fe80::1/10", 0xfe80n << 112n, (0xfec0n << 112n) - 1n],
    ["::ffff:1.2.3.4/128", 0xffff01020304n, 0xffff01020304n],
  ];
  for (const [text, first, last] of good) {
    it(`reads ${text}`, () => {
      const { family, ...range } = parseRange(text)!;
      assert.deepEqual(range, { first, last });
      assert.equal(family, text.includes(":") ? 6 : 4);
    });
  }

  const bad = ["", "/", "0.0.0.0/33", "0.0.0.0/", "0.0.0.0/-1", "0.0.0.0/0/0", "256.0.0.1/8", "1.2.3/8", "1.2.3.4.5"];
  const bad6 = [
    "::/129",
    ":::/0",
    "1::2::3",
    "12345::",
    "g::",
    "1:2:3",
    "1:2:3:4:5:6:7:8::",
    "::1.2.3/96",
    "sg-1",
    "pl-1",
  ];
  for (const text of [...bad, ...bad6]) {
    it(`does not take "${text}" for a range, and does not throw`, () => assert.equal(parseRange(text), undefined));
  }

  it("never throws, whatever the text", () => fc.assert(fc.property(fc.string(), (text) => void parseRange(text))));

  it("joins halves, neighbours, overlaps and duplicates in any order", () => {
    const blocks = Array.from({ length: 256 }, (_, index) => `${index}.0.0.0/8`).reverse();
    for (const texts of [["128.0.0.0/1", "0.0.0.0/1"], blocks, ["0.0.0.0/0", "9.0.0.0/8", "0.0.0.0/0"]]) {
      assert.deepEqual(union(read(texts)), read(["0.0.0.0/0"]));
    }
    assert.equal(union(read(["1.0.0.0/8", "3.0.0.0/8"])).length, 2);
  });

  it("cuts holes, at the ends and in the middle", () => {
    const rest = without(read(["8.0.0.0/6"]), union(read(["10.0.0.0/8", "11.255.255.255/32", "0.0.0.0/8"])));
    assert.equal(size(rest), 3n * 2n ** 24n - 1n);
    assert.deepEqual(without(read(["10.1.0.0/16"]), read(["10.0.0.0/8"])), []);
  });

  it("agrees with counting addresses, for small ranges", () => {
    const small = fc
      .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: 26, max: 32 }))
      .map(([host, bits]) => `0.0.0.${host}/${bits}`);
    const addresses = (texts: string[]) => {
      const found = new Set<bigint>();
      for (const { first, last } of read(texts)) for (let at = first; at <= last; at++) found.add(at);
      return found;
    };
    fc.assert(
      fc.property(fc.array(small), fc.array(small), (texts, holes) => {
        const left = [...addresses(texts)].filter((address) => !addresses(holes).has(address));
        assert.equal(size(union(read(texts))), BigInt(addresses(texts).size));
        assert.equal(size(without(union(read(texts)), union(read(holes)))), BigInt(left.length));
      }),
    );
  });

  it("compares ranges, not texts", () => {
    assert.ok(isSameRange("10.1.2.3/16", "10.1.0.0/16"));
    assert.ok(isSameRange("fe80::/10", "FE80:0::/10"));
    assert.ok(!isSameRange("0.0.0.0/0", "::/0"));
    assert.ok(isSameRange("pl-1", "pl-1") && !isSameRange("pl-1", "pl-2"));
  });

  it("finds a range only inside the union of others", () => {
    assert.ok(liesIn("10.0.0.0/23", ["10.0.0.0/24", "10.0.1.0/24", "::/0"]));
    assert.ok(!liesIn("10.0.0.0/22", ["10.0.0.0/24", "10.0.1.0/24"]));
    assert.ok(!liesIn("nonsense", ["0.0.0.0/0", "nonsense"]));
  });
});
