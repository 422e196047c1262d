/** How the way to the server is kept: by what, and whether anybody knows who is at its end. */
import { ok, type Verdict, warning } from "#ports/Checkup"
import { nearby } from "#ports/nearby"
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import type { SqlError } from "effect/sql/SqlError"

export const connection = Effect.fnUntraced(
  function*(sql: PgClient.PgClient): Effect.fn.Return<Verdict, SqlError> {
    const { host = "localhost", ssl = false } = sql.config
    if (ssl === false) {
      const near = nearby(host)
      return near === undefined
        ? warning(
          `plain to ${host}: whoever is on the way can read what is published, and change it`,
          "set sslmode=verify-full in DATABASE_URL (and sslrootcert, for an authority of your own)"
        )
        : ok(`plain, ${near}`)
    }
    const [line] = yield* sql<{ readonly ssl: boolean; readonly version: string; readonly cipher: string }>`
      select ssl, version, cipher from pg_stat_ssl where pid = pg_backend_pid()`
    if (line?.ssl !== true) {
      return warning(
        `encrypted to ${host}, and plain from there on to the server: a pooler stands between`,
        "see that the pooler and the server are on one machine, or encrypt between them too"
      )
    }
    const by = `${line.version}, ${line.cipher}`
    const verified = typeof ssl === "object" ? ssl : {}
    if (verified.rejectUnauthorized === false) {
      return warning(
        `encrypted (${by}), and nobody knows with whom: sslmode=require verifies nothing`,
        "set sslmode=verify-full in DATABASE_URL (and sslrootcert, for an authority of your own)"
      )
    }
    return ok(
      verified.checkServerIdentity === undefined
        ? `encrypted (${by}), and verified to be ${host}`
        : `encrypted (${by}), and verified to be one of its authority's servers, whichever`
    )
  }
)
