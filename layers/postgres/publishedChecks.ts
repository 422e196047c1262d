/** Whether the work gets done: what is published of the lake, which runs stand open, and whether a daemon leads. */
import type { Day } from "#domain/Day"
import { type Check, failed, type LakeFacts, ok, skipped, warning } from "#ports/Checkup"
import type * as PgClient from "@effect/sql-pg/PgClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { asking, type Reached } from "./Reached.ts"

/** What is not published by then was forgotten: a morning lies between. In milliseconds. */
const DAY = 24 * 60 * 60_000

/** Under that of a check: a large lake on a slow server is no failure. */
const LIMIT = "4 seconds"

/** Days that differ and are looked at one by one; where it is more, something is wrong with all of them. */
const LOOKED_AT = 50

export const publishedChecks = (reached: Reached, lake: LakeFacts): ReadonlyArray<Check> => [
  asking(reached, "lake and tables", (sql) => generation(sql, lake)),
  asking(reached, "days published", (sql) => published(sql, lake)),
  asking(reached, "open runs", openRuns),
  asking(reached, "leader", leader)
]

const lastGeneration = (sql: PgClient.PgClient) =>
  Effect.map(
    sql<{ readonly number: number; readonly lake_id: string }>`
      select number, lake_id from generations order by number desc limit 1`,
    ([line]) => line
  )

const generation = Effect.fnUntraced(function*(sql: PgClient.PgClient, lake: LakeFacts) {
  const last = yield* lastGeneration(sql)
  const id = yield* lake.id
  if (last === undefined) return ok("nothing has been published yet")
  if (id === last.lake_id) return ok(`generation ${last.number} is of this lake`)
  return warning(
    `the tables are of lake ${last.lake_id}, and the lake is ${id ?? "empty"}`,
    "if that is not meant, set MONGO_URL and DATABASE_URL to a pair that belongs together; else the next run publishes " +
      "all that the lake holds as another generation"
  )
})

const published = Effect.fnUntraced(function*(sql: PgClient.PgClient, lake: LakeFacts) {
  const last = yield* lastGeneration(sql)
  const seen = new Map(
    last === undefined ? [] : (yield* sql<{ readonly day: Day; readonly documents: number }>`
      select day::text as day, documents from published_days where generation = ${last.number}::integer`)
      .map(({ day, documents }) => [day, documents] as const)
  )
  const documents = yield* Effect.timeoutOrElse(lake.documents, {
    duration: LIMIT,
    orElse: () =>
      Effect.fail(skipped(`the lake's days could not be counted within ${LIMIT}; \`eco2mixd audit\` takes its time`))
  })
  const differing = [...documents].filter(([day, count]) => seen.get(day) !== count).map(([day]) => day).toSorted()
  if (differing.length === 0) return ok(`${documents.size} days in the lake, all published`)
  const before = (yield* Clock.currentTimeMillis) - DAY
  const late = yield* Effect.filter(
    differing.slice(-LOOKED_AT),
    (day) => Effect.map(lake.fetchedBefore(day, before), (count) => count > (seen.get(day) ?? 0)),
    { concurrency: 4 }
  )
  if (late.length === 0) {
    return ok(`${differing.length} days of ${documents.size} wait for the next run, all for less than a day`)
  }
  const [first, latest] = [late[0]!, late.at(-1)!]
  return failed(
    `${
      late.length === 1 ? `${first} has` : `${late.length} days from ${first} to ${latest} have`
    } waited for more than ` +
      "a day to be published",
    `\`eco2mixd replay --from ${first} --to ${latest}\`, and the log of the last runs for why`
  )
})

/** A run's process holds a lock on its id while it lives. */
const openRuns = Effect.fnUntraced(function*(sql: PgClient.PgClient) {
  const [line] = yield* sql<{ readonly open: number; readonly dead: number }>`
    select count(*)::integer as open, (count(*) filter (where not exists (
      select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())
        and (classid::bigint << 32) | objid::bigint = hashtextextended(run_id::text, 0))))::integer as dead
    from pipeline_runs where outcome = 'running'`
  const { dead, open } = line!
  return dead === 0
    ? ok(open === 0 ? "none" : `${open}, alive`)
    : warning(`${dead} of ${open} stand as running, and their processes are dead`, "nothing: the next run closes them")
})

const leader = Effect.fnUntraced(function*(sql: PgClient.PgClient) {
  const [line] = yield* sql<{ readonly name: string; readonly since: Date }>`
    select name, since from leadership where expires_at > clock_timestamp()`
  return line === undefined
    ? warning("no daemon leads, so nobody reads each morning", "`eco2mixd start`, under whatever keeps it up")
    : ok(`${line.name} leads since ${line.since.toISOString()}`)
})
