/** Why a certificate is not trusted, in words that a person can act on, by the codes that the runtime's TLS gives. */
import * as Predicate from "effect/Predicate"

const UNKNOWN = new Set([
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "CERT_SIGNATURE_FAILURE"
])

export interface Trouble {
  readonly said: string
  readonly mend: string
}

/** `url` and `authority`: the setting, and its parameter that names the file of an authority. */
export const untrusted = (
  error: unknown,
  { authority, url }: { readonly authority: string; readonly url: string }
): Trouble | undefined => {
  const code = Predicate.hasProperty(error, "code") ? String(error.code) : ""
  if (UNKNOWN.has(code)) {
    return {
      said: `the server's certificate is of an authority that is not known here (${code})`,
      mend: `name the file of that authority's certificate in ${url}: ${authority}=/path/to/ca.crt`
    }
  }
  if (code === "CERT_HAS_EXPIRED") {
    return { said: `the server's certificate has expired (${code})`, mend: "give the server a new one" }
  }
  if (code === "CERT_NOT_YET_VALID") {
    return {
      said: `the server's certificate is not valid yet (${code})`,
      mend: "see the clocks of both machines, or give the server another one"
    }
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const names = Predicate.isError(error) ? /altnames: (.*)$/s.exec(error.message)?.[1]?.trim() : undefined
    return {
      said: `the server's certificate is for another name (${names ?? code})`,
      mend: `set the host of ${url} to a name in the certificate, or give the server one for this host`
    }
  }
  return undefined
}
