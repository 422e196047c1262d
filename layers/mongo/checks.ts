/** What can be wrong with a lake in MongoDB, and what can be asked of it without a change. */
import type { Day } from "#domain/Day"
import { type Check, check, failed, type LakeFacts, ok, skipped, type Verdict, warning } from "#ports/Checkup"
import type { LakeError } from "#ports/Lake"
import * as Clock from "effect/Clock"
import type * as Config from "effect/Config"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Db } from "mongodb"
import { connection } from "./connection.ts"
import { connect, failed as failure } from "./MongoClient.ts"
import { COLLECTION, DAY_INDEX, NO_SUCH_COLLECTION } from "./MongoLake.ts"
import { config } from "./MongoSettings.ts"
import { tlsTrouble } from "./tlsTrouble.ts"

/** Under that of a check, so that it is told as what it is; in milliseconds. */
const LIMIT = 4_000

interface Document {
  readonly _id: string
  readonly day: Day
  readonly fetched_at: Date
}

/** The lake at `MONGO_URL`, connected to once, until the scope ends; nothing is made in it. */
export const lake = Effect.gen(function*() {
  const connecting = Effect.andThen(
    Effect.mapError(config, () => skipped("MONGO_URL can't be read")),
    Effect.mapError(connect(LIMIT), notReached)
  )
  const fiber = yield* Effect.forkScoped(connecting)
  const joined = Fiber.join(fiber)
  const asked = <A>(ask: (database: Db, signal: AbortSignal) => Promise<A>): Effect.Effect<A, Verdict> =>
    joined.pipe(
      Effect.mapError(({ said, status }) => skipped(status === "skipped" ? said : "the lake was not reached")),
      Effect.flatMap((database) =>
        Effect.mapError(
          Effect.tryPromise({ try: (signal) => ask(database, signal), catch: failure("MongoLake.checks") }),
          (error: LakeError) => failed(error.message, "see the account's rights, and the log of the lake's server")
        )
      )
    )
  return { checks: checks(joined, asked), facts: facts(asked) }
})

const notReached = (error: LakeError | Config.ConfigError): Verdict => {
  if (error._tag === "ConfigError") return failed(error.cause.message, "set MONGO_URL to one that the driver can use")
  const trouble = tlsTrouble(error.cause, false)
  return trouble === undefined
    ? failed(error.message, "start the lake's server, or set MONGO_URL to where it is")
    : failed(trouble.said, trouble.mend)
}

type Asked = <A>(ask: (database: Db, signal: AbortSignal) => Promise<A>) => Effect.Effect<A, Verdict>

const checks = (reached: Effect.Effect<Db, Verdict>, asked: Asked): ReadonlyArray<Check> => [
  check(
    "lake server",
    Effect.gen(function*() {
      yield* reached
      const before = yield* Clock.currentTimeMillis
      const { version } = yield* asked((database) => database.command({ buildInfo: 1 }))
      return ok(`speaks as MongoDB ${String(version)}, answered in ${(yield* Clock.currentTimeMillis) - before} ms`)
    })
  ),
  check("lake connection", asked(connection)),
  check(
    "lake",
    Effect.map(facts(asked).id, (id) => id === null ? skipped("no lake yet: the first run makes it") : ok(`lake ${id}`))
  ),
  check(
    "lake indexes",
    Effect.map(asked(indexes), (names) =>
      names === undefined
        ? skipped("no lake yet: the first run makes it")
        : names.includes(DAY_INDEX)
        ? ok(`${names.join(", ")}`)
        : warning(
          `${DAY_INDEX} is missing, so that each count of days reads the whole lake`,
          "`eco2mixd start`, or any run, makes it"
        ))
  )
]

/** By the fields they are on; undefined where the collection is not there. */
const indexes = async (database: Db): Promise<ReadonlyArray<string> | undefined> => {
  try {
    const found = await database.collection(COLLECTION).indexes()
    return found.map(({ key }) => Object.keys(key).join(" "))
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === NO_SUCH_COLLECTION) return undefined
    throw error
  }
}

const facts = (asked: Asked): LakeFacts => ({
  id: asked(async (database) =>
    (await database.collection<{ readonly _id: string; readonly id: string }>(COLLECTION).findOne({ _id: "identity" }))
      ?.id ??
      null
  ),
  documents: asked(async (database) => {
    const counted = database.collection<Document>(COLLECTION).aggregate<
      { readonly _id: Day; readonly documents: number }
    >([
      { $match: { day: { $gte: "" } } },
      { $group: { _id: "$day", documents: { $sum: 1 } } }
    ])
    return new Map((await counted.toArray()).map(({ _id, documents }) => [_id, documents]))
  }),
  fetchedBefore: (day, instant) =>
    asked((database) =>
      database.collection<Document>(COLLECTION).countDocuments({ day, fetched_at: { $lt: new Date(instant) } })
    )
})
