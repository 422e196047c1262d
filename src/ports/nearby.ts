/**
 * Where a host is so near that a plain connection to it leaves neither this machine nor the network of its compose file. A
 * private address is not: others are in that network too.
 */

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?|\/.*)$/i

/** In words; undefined where the way leads farther. A path is a socket, and a name of one word that of a service. */
export const nearby = (host: string): string | undefined => {
  if (LOOPBACK.test(host)) return "within this machine"
  return /^[a-z][\w-]*$/i.test(host) ? `to ${host}, by its name within the compose network` : undefined
}
