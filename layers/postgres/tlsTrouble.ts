/** What went wrong between a client that wants a connection kept so and a server that keeps it otherwise, with the way out. */
import { type Trouble, untrusted } from "#ports/untrusted"
import * as Predicate from "effect/Predicate"
import type { SqlError } from "effect/sql/SqlError"

/** The client's words where the server answers that it has no TLS. */
const REFUSED = "PgConnection: Server refused TLS"

/** Undefined where it is nothing of the kind. */
export const tlsTrouble = ({ reason }: SqlError): Trouble | undefined => {
  if (reason.message === REFUSED) {
    return {
      said: "the server offers no TLS, which DATABASE_URL asks for by its sslmode",
      mend: "turn it on there (`ssl = on`), or set sslmode=disable where the way to it is safe"
    }
  }
  const said = Predicate.isError(reason.cause) ? reason.cause.message : ""
  if (/^no pg_hba.conf entry for .* no encryption$/.test(said)) {
    return { said, mend: "if it only lets in who comes by TLS, set sslmode=verify-full in DATABASE_URL" }
  }
  if (said === "connection requires a valid client certificate") {
    return { said, mend: "set sslcert and sslkey in DATABASE_URL to a certificate for this account and its key" }
  }
  return untrusted(reason.cause, { url: "DATABASE_URL", authority: "sslrootcert" })
}
