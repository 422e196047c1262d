/**
 * Where an address lies: on the internet, in somebody's own network, or where nobody is to be called. Names prove nothing, as
 * whoever answers for a name may answer with any address, and with another one each time: so the address itself is looked at.
 */
import { BlockList, isIP, isIPv4 } from "node:net"

/** `private` may be meant; `nowhere` never is: clouds keep a machine's keys at a link-local address. */
export interface Place {
  readonly kind: "public" | "private" | "nowhere"
  /** For a person: `a loopback address`. */
  readonly called: string
}

type Range = readonly [kind: Place["kind"], called: string, ...networks: ReadonlyArray<`${string}/${number}`>]

/** By the registries of special-purpose addresses (RFC 6890 and its successors); the first that fits. */
const V4: ReadonlyArray<Range> = [
  ["private", "a loopback address", "127.0.0.0/8"],
  ["private", "a private address", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"],
  ["nowhere", "a link-local address", "169.254.0.0/16"],
  ["nowhere", "a multicast address", "224.0.0.0/4"],
  [
    "nowhere",
    "a reserved address",
    "0.0.0.0/8",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "240.0.0.0/4"
  ]
]

/** What is left of IPv6 beside these and `GLOBAL` is reserved. */
const V6: ReadonlyArray<Range> = [
  ["private", "a loopback address", "::1/128"],
  ["private", "a private address", "fc00::/7"],
  ["nowhere", "a link-local address", "fe80::/10"],
  ["nowhere", "a multicast address", "ff00::/8"],
  // Teredo, 6to4 and documentation: the first two lead to an IPv4 address that is not looked at.
  ["nowhere", "a reserved address", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]
]

const GLOBAL = "2000::/3"

/** IPv4 addresses as IPv6 has them: mapped, and translated (NAT64), with their 32 bits at the end. */
const EMBEDDING = ["::ffff:0:0/96", "64:ff9b::/96"] as const

const listOf = (networks: ReadonlyArray<string>, family: "ipv4" | "ipv6"): BlockList => {
  const list = new BlockList()
  for (const network of networks) {
    const [address, bits] = network.split("/") as [string, string]
    list.addSubnet(address, Number(bits), family)
  }
  return list
}

const placed = (ranges: ReadonlyArray<Range>, family: "ipv4" | "ipv6") =>
  ranges.map(([kind, called, ...networks]) => ({ place: { kind, called }, list: listOf(networks, family) }))

const v4 = placed(V4, "ipv4")
const v6 = placed(V6, "ipv6")
const global = listOf([GLOBAL], "ipv6")
const embedding = listOf(EMBEDDING, "ipv6")

const PUBLIC: Place = { kind: "public", called: "a public address" }
const RESERVED: Place = { kind: "nowhere", called: "a reserved address" }

/** `address` as the resolver or a URL has it, without brackets. */
export const placeOf = (address: string): Place => {
  if (isIP(address) === 0) return RESERVED
  if (isIPv4(address)) return v4.find(({ list }) => list.check(address, "ipv4"))?.place ?? PUBLIC
  const plain = address.replace(/%.*$/, "")
  if (embedding.check(plain, "ipv6")) return placeOf(embedded(plain))
  const special = v6.find(({ list }) => list.check(plain, "ipv6"))
  return special?.place ?? (global.check(plain, "ipv6") ? PUBLIC : RESERVED)
}

/** The last 32 bits of an IPv6 address, which a URL writes as two groups of hexadecimal digits. */
const embedded = (address: string): string => {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(":")
  const [high, low] = groups.slice(-2).map((group) => parseInt(group || "0", 16)) as [number, number]
  return [high >> 8, high & 255, low >> 8, low & 255].join(".")
}
