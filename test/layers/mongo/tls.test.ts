/** The way to a MongoDB, as `MONGO_URL` asks for it: kept so, or told of in words that say what to do. */
import { connection } from "#layers/mongo/connection"
import * as MongoClient from "#layers/mongo/MongoClient"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Authority from "../../support/Authority.ts"
import * as FerretDb from "../../support/FerretDb.ts"

/** Milliseconds, for which the driver tries again what is refused: enough for the first try on a loaded machine. */
const WAIT = 3_000

/** How a URL's server is met, or why not. */
const met = (url: string) =>
  MongoClient.connect(WAIT).pipe(
    Effect.flatMap((database) => Effect.promise((signal) => connection(database, signal))),
    Effect.map(({ said, status }) => `${status}: ${said}`),
    Effect.catch((error) => Effect.succeed(`${error._tag}: ${error.message}`)),
    Effect.scoped,
    Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env: { MONGO_URL: url } }))
  )

const holds = (expected: ReadonlyArray<readonly [url: string, said: RegExp]>) =>
  Effect.forEach(expected, ([url, said]) =>
    Effect.map(met(url), (found) => {
      assert.match(found, said, url)
      assert.notInclude(found, "hunter2")
    }), { concurrency: "unbounded" })

describe("MONGO_URL", () => {
  it.live("is refused where nobody could be reached by it, before anybody is", () => {
    const at = "mongodb://me:hunter2@a.invalid,b.invalid/x"
    return holds([
      [`${at}?nonsense=1`, /^ConfigError: .*MONGO_URL can't be used: option nonsense is not supported/],
      [`${at}?tls=maybe`, /^ConfigError: .*MONGO_URL can't be used: .*tls.*true/],
      [`${at}?tlsCAFile=/nowhere/ca.crt`, /^ConfigError: .*has tlsCAFile and not tls=true/],
      [`${at}?tls=true&tlsCAFile=/nowhere/ca.crt`, /^ConfigError: .*\/nowhere\/ca\.crt in tlsCAFile.*ENOENT/],
      [
        `${at}?tls=true&tlscafile=/etc/passwd`,
        /^ConfigError: .*\/etc\/passwd in tlsCAFile, which holds nothing in PEM/
      ],
      ["mongodb://me:hun/ter2@db/x", /^ConfigError: .*MONGO_URL can't be used/]
    ])
  })
})

const missing = Authority.missing ?? FerretDb.missingOwn
describe.skipIf(missing !== undefined)(`MongoDB by TLS ${missing ?? ""}`, () => {
  it.live("is reached by what the URL trusts, and told apart from what it does not", () =>
    Effect.gen(function*() {
      const [ours, theirs] = yield* Effect.all([Authority.make, Authority.make])
      const [good, old, plain] = yield* Effect.all([
        FerretDb.serve(yield* ours.issue("localhost")),
        FerretDb.serve(yield* ours.issue("localhost", true)),
        FerretDb.serve()
      ], { concurrency: "unbounded" })
      const tls = `tls=true&tlsCAFile=${ours.file}`
      yield* holds([
        [`mongodb://localhost:${plain}/x`, /^ok: plain, within this machine$/],
        // The resolver takes it for this machine, and we for a name somewhere.
        [`mongodb://127.1:${plain}/x`, /^warning: plain to 127\.1: whoever is on the way/],
        [
          `mongodb://localhost:${good}/x?${tls}`,
          /^ok: encrypted \(TLSv1\.\d, TLS_\w+\), and verified to be localhost$/
        ],
        [
          `mongodb://127.0.0.1:${good}/x?${tls}&tlsAllowInvalidHostnames=true`,
          /^warning: .*one of its authority's servers/
        ],
        [`mongodb://localhost:${good}/x?tls=true&tlsInsecure=true`, /^warning: .*nobody knows with whom/],
        [
          `mongodb://localhost:${old}/x?tls=true&tlsAllowInvalidCertificates=true`,
          /^warning: .*nobody knows with whom/
        ],
        [`mongodb://localhost:${good}/x`, /^LakeError: .*only lets in who comes by TLS, set tls=true in MONGO_URL/],
        [
          `mongodb://127.0.0.1:${good}/x?${tls}`,
          /^LakeError: .*for another name .*127\.0\.0\.1.*the host of MONGO_URL/
        ],
        [`mongodb://localhost:${good}/x?tls=true`, /^LakeError: .*authority that is not known.*tlsCAFile=/],
        [
          `mongodb://localhost:${good}/x?tls=true&tlsCAFile=${theirs.file}`,
          /^LakeError: .*authority that is not known/
        ],
        [`mongodb://localhost:${old}/x?${tls}`, /^LakeError: .*has expired \(CERT_HAS_EXPIRED\)/],
        [`mongodb://localhost:${plain}/x?${tls}`, /^LakeError: .*(answers in no TLS.*tls=false|timed out.*turn TLS on)/]
      ])
    }).pipe(Effect.scoped))
})
