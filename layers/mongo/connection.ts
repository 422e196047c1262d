/** How the way to the lake is kept: by what, and whether anybody knows who is at its end. */
import { ok, type Verdict, warning } from "#ports/Checkup"
import { nearby } from "#ports/nearby"
import type { Db, MongoClient } from "mongodb"
import { once } from "node:events"
import { isIP } from "node:net"
import { connect } from "node:tls"

const INSECURE = "leave tlsInsecure, tlsAllowInvalidCertificates and tlsAllowInvalidHostnames out of MONGO_URL, " +
  "and name the authority's file by tlsCAFile"

export const connection = async ({ client }: Db, signal: AbortSignal): Promise<Verdict> => {
  const { checkServerIdentity, hosts, rejectUnauthorized, tls } = client.options
  const names = hosts.map(({ host, socketPath }) => host ?? socketPath ?? "/")
  if (!tls) {
    const far = names.filter((name) => nearby(name) === undefined)
    return far.length === 0
      ? ok(`plain, ${[...new Set(names.map(nearby))].join(", ")}`)
      : warning(
        `plain to ${far.join(", ")}: whoever is on the way can read what goes into the lake, and change it`,
        "set tls=true in MONGO_URL (and tlsCAFile, for an authority of your own)"
      )
  }
  const by = await negotiated(client, signal).catch(() => "with what could not be seen")
  if (rejectUnauthorized === false) return warning(`encrypted (${by}), and nobody knows with whom`, INSECURE)
  return checkServerIdentity === undefined
    ? ok(`encrypted (${by}), and verified to be ${names.join(", ")}`)
    : warning(`encrypted (${by}), and verified to be one of its authority's servers, whichever`, INSECURE)
}

/** The driver does not tell what it has agreed on with the server: so it is agreed on once more, by the same settings. */
const negotiated = async ({ options }: MongoClient, signal: AbortSignal): Promise<string> => {
  const { host = "", port = 27_017 } = options.hosts[0] ?? {}
  const { ca, cert, checkServerIdentity, key, passphrase, rejectUnauthorized } = options
  const socket = connect({
    host,
    port,
    ...isIP(host) === 0 ? { servername: host } : {},
    ...given({ ca, cert, checkServerIdentity, key, passphrase, rejectUnauthorized })
  })
  try {
    await once(socket, "secureConnect", { signal })
    return `${socket.getProtocol()}, ${socket.getCipher().standardName}`
  } finally {
    socket.destroy()
  }
}

/** Without what is not set: to the runtime it is something else. */
const given = <A extends object>(options: A): { [Key in keyof A]?: NonNullable<A[Key]> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Key in keyof A]?: NonNullable<A[Key]>
  }
