/**
 * How often one address may ask, and how often it may be wrong about the token. What proxies say of whom they ask for is not
 * heeded, as anyone may say it: behind one, all are one. It remembers so many addresses and no more, and can
 * be asked without being counted: effect's RateLimiter keeps each key in its memory for good, and counts whoever asks.
 */

/** In milliseconds. */
const WINDOW = 60_000

/**
 * Requests a minute: the page asks some ten when it is opened, a script that pages through a year some thousand. Who asks more
 * keeps others from being answered.
 */
export const MOST_REQUESTS = 3_000

/** Wrong tokens a minute: a person who pasted the wrong one notices, and nobody guesses sixteen signs by ten. */
export const MOST_WRONG = 10

/** A stranger with a whole network must not fill the memory either. */
const MOST_ADDRESSES = 10_000

interface Counted {
  count: number
  readonly ends: number
}

/** An IPv6 address is one of a network that is whoever's it is: its first half stands for all of them. */
export const networkOf = (address: string): string => {
  if (!address.includes(":") || !URL.canParse(`http://[${address}]`)) return address
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::")
  const groups = head === "" ? [] : head.split(":")
  const rest = tail === undefined || tail === "" ? [] : tail.split(":")
  const all = tail === undefined ? groups : [...groups, ...Array(8 - groups.length - rest.length).fill("0"), ...rest]
  return all.slice(0, 4).join(":")
}

/** Counts by address, in windows that begin with its first. Instants in milliseconds since 1970 UTC. */
export const make = (most: number, window = WINDOW) => {
  const counted = new Map<string, Counted>()

  const current = (network: string, now: number): Counted | undefined => {
    const found = counted.get(network)
    return found !== undefined && now < found.ends ? found : undefined
  }

  /** Those whose time is over, and of the others the first: they stand in the order in which they end. */
  const forget = (now: number) => {
    for (const [network, { ends }] of counted) {
      if (now < ends && counted.size < MOST_ADDRESSES) return
      counted.delete(network)
    }
  }

  return {
    /** One more of this address. */
    count: (address: string, now: number): void => {
      const network = networkOf(address)
      const found = current(network, now)
      if (found !== undefined) {
        found.count++
        return
      }
      if (counted.size >= MOST_ADDRESSES) forget(now)
      counted.delete(network)
      counted.set(network, { count: 1, ends: now + window })
    },
    /** How long, in seconds, until this address may again; 0 where it may now. */
    wait: (address: string, now: number): number => {
      const found = current(networkOf(address), now)
      return found === undefined || found.count < most ? 0 : Math.ceil((found.ends - now) / 1_000)
    },
    /** How many addresses are remembered. */
    size: () => counted.size
  }
}

export type Limit = ReturnType<typeof make>
