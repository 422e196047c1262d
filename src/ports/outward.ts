/**
 * Which addresses are called on the way out, and which never are: what the resolver answers is looked at in the moment in which
 * it is used, so that a name which leads elsewhere from one moment to the next gains nothing.
 */
import { placeOf } from "#ports/addresses"
import { lookup } from "node:dns"
import { isIP, type LookupFunction } from "node:net"

/** How far a way out may lead, and the words for where it may not. */
export interface Bounds {
  readonly allowsPrivate: boolean
  /** Who is called, for a person: `receiver`. */
  readonly who: string
  /** The setting that names where it leads: `ECO2MIXD_WEBHOOK_URL`. */
  readonly url: string
  /** The setting that lets it lead into networks of one's own: `ECO2MIXD_WEBHOOK_PRIVATE`. */
  readonly setting: string
}

/** An address that is not called; the message has the way out. */
export class ForbiddenAddress extends Error {
  override readonly name = "ForbiddenAddress"
}

/** Why an address is not called, with the way out; null where it is. */
export const objection = (
  host: string,
  address: string,
  { allowsPrivate, setting, url, who }: Bounds
): string | null => {
  const { called, kind } = placeOf(address)
  if (kind === "public" || (kind === "private" && allowsPrivate)) return null
  const said = host === address ? `${host} is ${called}` : `${host} is ${address}, ${called}`
  return kind === "private"
    ? `${said}, and ${setting} refuses those: set it to allow if the ${who} is in a network of yours, or ${url} to one ` +
      "that is on the internet"
    : `${said}, where no ${who} is: set ${url} to one that is on the internet`
}

/** What a URL alone shows; where a name leads is seen when it is called. */
export const objectionTo = (url: URL, bounds: Bounds): string | null => {
  const host = hostOf(url)
  return isIP(host) === 0 ? null : objection(host, host, bounds)
}

/** Those of the addresses that may be called, or why none may. */
export const allowed = <Address extends { readonly address: string }>(
  host: string,
  addresses: ReadonlyArray<Address>,
  bounds: Bounds
): ReadonlyArray<Address> | ForbiddenAddress => {
  const objections = addresses.map(({ address }) => objection(host, address, bounds))
  const may = addresses.filter((_, index) => objections[index] === null)
  return may.length > 0 ? may : new ForbiddenAddress(objections[0] ?? `${host} has no address`)
}

/** For a connection. An address in the URL, which no resolver is asked for, is for `objectionTo`. */
export const lookupWithin = (bounds: Bounds): LookupFunction => (host, options, answer) =>
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return answer(error, [])
    const may = allowed(host, addresses, bounds)
    if (may instanceof ForbiddenAddress) return answer(may, [])
    if (options.all === true) return answer(null, [...may])
    return answer(null, may[0]!.address, may[0]!.family)
  })

/** A host without the brackets that a URL has around an IPv6 address. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, "$1")
