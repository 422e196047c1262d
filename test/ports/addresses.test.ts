/** Where addresses lie, by the registries: the edges of each range, and the ways in which IPv6 hides an IPv4 address. */
import { boundsOf } from "#layers/webhook/WebhookSettings"
import { type Place, placeOf } from "#ports/addresses"
import { allowed, ForbiddenAddress } from "#ports/outward"
import { assert, describe, it } from "@effect/vitest"

const PLACES: Readonly<Record<Place["kind"], ReadonlyArray<string>>> = {
  public: [
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "192.169.0.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4007:80c::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808"
  ],
  private: [
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.127.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "::1",
    "fc00::1",
    "fdff:ffff::1",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:192.168.1.1",
    "64:ff9b::a00:1"
  ],
  nowhere: [
    "0.0.0.0",
    "0.255.255.255",
    "169.254.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "febf::1",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "2001:0:4136:e378::1",
    "::127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "4000::1",
    "localhost",
    "127.1",
    ""
  ]
}

describe("placeOf", () => {
  for (const [kind, addresses] of Object.entries(PLACES)) {
    it(`knows what is ${kind}`, () => {
      assert.deepStrictEqual(addresses.filter((address) => placeOf(address).kind !== kind), [])
    })
  }
})

describe("allowed", () => {
  const within = (allowsPrivate: boolean) => boundsOf({ allowsPrivate })
  const at = (...addresses: ReadonlyArray<string>) => addresses.map((address) => ({ address }))

  it("leaves of a name's addresses those that may be called", () => {
    assert.deepStrictEqual(allowed("a.example", at("10.0.0.1", "1.1.1.1", "::1"), within(false)), at("1.1.1.1"))
    assert.deepStrictEqual(allowed("a.example", at("10.0.0.1", "169.254.169.254"), within(true)), at("10.0.0.1"))
  })

  it("says why none may, and the way out only where there is one", () => {
    const refusal = allowed("a.example", at("10.0.0.1"), within(false))
    assert.instanceOf(refusal, ForbiddenAddress)
    assert.match(String(refusal), /a\.example is 10\.0\.0\.1, a private address.*ECO2MIXD_WEBHOOK_PRIVATE.*allow/)
    for (const may of [true, false]) {
      const metadata = String(allowed("a.example", at("169.254.169.254"), within(may)))
      assert.match(metadata, /a\.example is 169\.254\.169\.254, a link-local address, where no receiver is/)
      assert.notInclude(metadata, "allow")
    }
    assert.instanceOf(allowed("a.example", [], within(true)), ForbiddenAddress)
  })
})
