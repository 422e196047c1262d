/** What can be wrong with the server: its rights, clock, disk and port, and whether its tables are those of this program. */
import * as Day from "#domain/Day"
import { type Check, check, failed, ok, skipped, type Verdict, warning } from "#ports/Checkup"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { execFile } from "node:child_process"
import { access, constants, stat, statfs } from "node:fs/promises"
import { createServer } from "node:net"
import { dirname, resolve } from "node:path"
import { promisify } from "node:util"
import { connection } from "./connection.ts"
import { settings } from "./EmbeddedPostgres.ts"
import { standing } from "./Migrations.ts"
import { find, paths } from "./PostgresServer.ts"
import { asking, checkServer, GIVE, type Reached, readable } from "./Reached.ts"

/** What is done to our tables, in all of them and in those whose lines change. */
const ADDED_TO = [
  "regional_energy_stats",
  "generations",
  "findings",
  "published_days",
  "pipeline_runs",
  "quarantine",
  "leadership",
  "lake.revisions"
]
const CHANGED = ["findings", "published_days", "pipeline_runs", "quarantine", "leadership"]

/** A clock that is off moves mornings and the times of versions, in seconds: a word from here on, an error from there on. */
const SKEW = { worth: 2, wrong: 60 }

/** Room on the disk, in bytes: for some months of both series, and for the server's own log. */
const ROOM = { little: 2 * 1024 ** 3, none: 256 * 1024 ** 2 }

export const checks = (reached: Reached): ReadonlyArray<Check> => [
  checkServer(reached),
  asking(reached, "postgres connection", connection),
  asking(reached, "postgres role", (sql) => role(sql, reached.embedded)),
  asking(reached, "postgres clock", clock),
  asking(reached, "database size", size),
  asking(reached, "migrations", (sql) => Effect.provideService(migrations(reached.embedded), PgClient.PgClient, sql)),
  asking(reached, "partitions", partitions)
]

const withSettings = (
  look: (set: { readonly dir: string; readonly port: number }) => Effect.Effect<Verdict, Verdict>
) =>
  Effect.all([settings.ECO2MIXD_DATA_DIR, settings.ECO2MIXD_EMBEDDED_PORT]).pipe(
    Effect.mapError(() => skipped("its settings can't be read")),
    Effect.flatMap(([dir, port]) => look({ dir: resolve(dir), port }))
  )

/** Of the folder and the port of an embedded server, whether it is up or not. */
export const embeddedChecks: ReadonlyArray<Check> = [
  check("data folder", withSettings(({ dir }) => Effect.promise(() => folder(dir)))),
  check("disk", withSettings(({ dir }) => Effect.promise(() => disk(dir)))),
  check("postgres port", withSettings(({ dir, port }) => readable(dir, () => freeOrOurs(dir, port))))
]

/** The file of ours that holds a secret. */
export const secretFile = Effect.map(
  Effect.option(settings.ECO2MIXD_DATA_DIR),
  Option.match({ onNone: () => [], onSome: (dir) => [paths(resolve(dir)).password] })
)

const role = Effect.fnUntraced(function*(sql: PgClient.PgClient, embedded: boolean) {
  const [who] = yield* sql<{ readonly role: string; readonly rules: boolean; readonly makes: boolean }>`
    select current_user as role, rolsuper as rules, has_schema_privilege('public', 'create') as makes
    from pg_roles where rolname = current_user`
  const lacking = yield* sql<{ readonly table: string; readonly right: string }>`
    select t.name as table, r.name as right
    from unnest(string_to_array(${ADDED_TO.join(",")}, ',')) as t (name)
    cross join unnest(string_to_array('select,insert,update', ',')) as r (name)
    where to_regclass(t.name) is not null
      and (r.name <> 'update' or t.name = any (string_to_array(${CHANGED.join(",")}, ',')))
      and not has_table_privilege(to_regclass(t.name), r.name)`
  const [tables] = yield* sql<{ readonly there: boolean }>`select to_regclass('pipeline_runs') is not null as there`
  const { makes, role, rules } = who!
  if (lacking.length > 0) {
    return failed(
      `${role} may not ${lacking.map(({ right, table }) => `${right} on ${table}`).slice(0, 4).join(", ")}`,
      `as the tables' owner: \`grant select, insert, update on all tables in schema public to "${role}"\``
    )
  }
  if (!tables!.there && !makes) {
    return failed(
      `${role} may not make our tables`,
      `as the database's owner: \`grant create on schema public to "${role}"\``
    )
  }
  return rules && !embedded
    ? warning(
      `${role} is a superuser, which nothing here needs`,
      "give the database to a role of its own: `create role eco2mixd login`, `alter database … owner to eco2mixd`"
    )
    : ok(`${role} may do what is done here`)
})

const clock = Effect.fnUntraced(function*(sql: PgClient.PgClient) {
  const before = yield* Clock.currentTimeMillis
  const [line] = yield* sql<{ readonly now: Date }>`select clock_timestamp() as now`
  const after = yield* Clock.currentTimeMillis
  const skew = (line!.now.getTime() - (before + after) / 2) / 1_000
  const said = `PostgreSQL's clock is ${Math.abs(skew).toFixed(1)} s ${skew < 0 ? "behind" : "ahead of"} this machine's`
  if (Math.abs(skew) < SKEW.worth) return ok(said)
  return (Math.abs(skew) < SKEW.wrong ? warning : failed)(said, "`timedatectl set-ntp true` on both machines")
})

const size = Effect.fnUntraced(function*(sql: PgClient.PgClient) {
  const [line] = yield* sql<{ readonly bytes: number }>`
    select pg_database_size(current_database())::float8 as bytes`
  return ok(`${gigabytes(line!.bytes)} in the database`)
})

const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(bytes < 10 * 1024 ** 3 ? 2 : 0)} GiB`

/** Whether this account may make the folder, or write into it where it is there. */
export const folder = async (dir: string, writable = mayWrite): Promise<Verdict> => {
  if (await stat(dir).then(() => false, () => dir !== dirname(dir))) return folder(dirname(dir), writable)
  return await writable(dir) ? ok(`${dir} can be written`) : failed(`this account may not write into ${dir}`, GIVE)
}

/** Asked of the system's own program where there is one: Deno's `access` knows of no root and no group. */
const mayWrite = (dir: string): Promise<boolean> =>
  (process.platform === "win32"
    ? access(dir, constants.W_OK)
    : promisify(execFile)("test", ["-d", dir, "-a", "-w", dir, "-a", "-x", dir])).then(
      () => true,
      () => false
    )

const disk = async (dir: string): Promise<Verdict> => {
  const found = await statfs(dir).catch(() => undefined)
  // Of a folder that is not made yet: the one that it will be made in.
  if (found === undefined) return dir === dirname(dir) ? skipped("it can't be read") : disk(dirname(dir))
  const free = found.bavail * found.bsize
  const said = `${gigabytes(free)} free at ${dir}`
  const mend = "make room there, or move the folder and set ECO2MIXD_DATA_DIR"
  return free < ROOM.none ? failed(said, mend) : free < ROOM.little ? warning(said, mend) : ok(said)
}

const freeOrOurs = async (dir: string, port: number): Promise<Verdict> => {
  const found = await find(dir)
  if (typeof found === "object") return ok(`our server listens on ${found.port}`)
  if (port === 0) return ok("any free one is taken")
  const taken = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    const server = createServer().once("error", resolve)
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(undefined)))
  })
  return taken === undefined
    ? ok(`${port} is free`)
    : failed(
      `${port} can't be had (${taken.code}), and it is not our server that has it`,
      "set ECO2MIXD_EMBEDDED_PORT to another one, or to 0 for any free one"
    )
}

const migrations = Effect.fnUntraced(function*(embedded: boolean) {
  const said: Array<Verdict> = []
  for (const table of ["eco2mixd_migrations", "eco2mixd_lake_migrations"] as const) {
    if (table === "eco2mixd_lake_migrations" && !embedded) continue
    const { done, latest, refused } = yield* standing(table)
    const where = `${table}: ${done} of ${latest} done`
    if (refused !== null) said.push(failed(refused.said, refused.mend))
    else if (done < latest) said.push(warning(where, "`eco2mixd start`, or any run, brings the tables up to date"))
    else said.push(ok(where))
  }
  const worst = said.find(({ status }) => status === "failed") ?? said.find(({ status }) => status === "warning")
  return worst ?? ok(said.map(({ said }) => said).join("; "))
})

const partitions = Effect.fnUntraced(function*(sql: PgClient.PgClient) {
  const year = Number(Day.of(yield* Clock.currentTimeMillis).slice(0, 4))
  const [line] = yield* sql<
    { readonly now: boolean; readonly next: boolean; readonly makes: boolean; readonly all: number }
  >`
    select to_regclass(${`regional_energy_stats_${year}`}) is not null as now,
      to_regclass(${`regional_energy_stats_${year + 1}`}) is not null as next,
      has_function_privilege('ensure_statistics_partition(integer)', 'execute') as makes,
      (select count(*)::integer from pg_inherits where inhparent = 'regional_energy_stats'::regclass) as all`
  const { all, makes, next, now } = line!
  const said = `${all} in all; ${year} ${now ? "is there" : "is made with its first day"}, ` +
    `${year + 1} ${next ? "too" : "is made with its first day"}`
  return makes ? ok(said) : warning(
    `${said}, which this role may not do`,
    "as the tables' owner: `grant execute on function ensure_statistics_partition(integer) to …`"
  )
})
