/** Whether ODRÉ can be reached, answers with what is read here, and still lets us call: one call a dataset. */
import type { Dataset } from "#domain/Dataset"
import { MEASURES } from "#domain/Observation"
import type { Quota } from "#domain/Quota"
import { type Check, check, failed, ok, oneLine, skipped, type Verdict, warning } from "#ports/Checkup"
import { codeOf } from "#ports/failure"
import { allowed, ForbiddenAddress, hostOf } from "#ports/outward"
import { remedyOf } from "#ports/remedy"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import { lookup } from "node:dns/promises"
import { isIP } from "node:net"
import { type CallFailed, failed as failure, odreApi } from "./OdreApi.ts"
import { http } from "./OdreIngest.ts"
import { config, type Source } from "./OdreSettings.ts"

/** Under that of a check, so that it is told as what it is. */
const LIMIT = "4 seconds"

/** Of a row; without these it is nobody's. */
const KEYS = ["code_insee_region", "nature", "date_heure"]

/** More than a slow answer makes up for, in seconds: the hour of a morning hardly moves by it, yet something is wrong. */
const SKEW = 60

interface Looked {
  readonly total: number
  readonly newest: unknown
  /** Of the source's clock before ours, in seconds; NaN where it did not say. */
  readonly skew: number
}

/** `reserve`: the part of the quota, from 0 to 1, that backfills leave to the mornings. */
export const checks = Effect.fnUntraced(function*(
  { datasets, reserve }: { readonly datasets: ReadonlyArray<Dataset>; readonly reserve: number }
): Effect.fn.Return<ReadonlyArray<Check>, never, Scope.Scope> {
  const set = yield* Effect.option(config)
  if (Option.isNone(set)) return [check("source", Effect.succeed(skipped("its setting can't be read")))]
  const { origin } = set.value
  const quotas = new Map<Dataset, Quota>()
  const client = yield* Effect.provide(HttpClient.HttpClient, yield* Layer.build(http(set.value)))
  const api = odreApi(client, origin, (dataset, quota) => quotas.set(dataset, quota))
  const look = (dataset: Dataset): Effect.Effect<Looked, CallFailed> =>
    Effect.gen(function*() {
      const { time, ...answer } = yield* api.look(dataset)
      return { ...answer, skew: (time - (yield* Clock.currentTimeMillis)) / 1_000 }
    }).pipe(
      Effect.timeoutOrElse({
        duration: LIMIT,
        orElse: () => Effect.fail(failure("Unreachable", "OdreApi.look", `no answer within ${LIMIT}`))
      })
    )
  const fibers = yield* Effect.forEach(datasets, (dataset) => Effect.forkScoped(look(dataset)))
  const looks = datasets.map((dataset, index) => ({ dataset, looked: Fiber.join(fibers[index]!) }))
  /** What all of them showed, once they are over, well or not. */
  const over = Effect.forEach(looks, ({ looked }) => Effect.exit(looked))
  return [
    check("source name", named(set.value)),
    ...looks.map(({ dataset, looked }) =>
      check(
        `source ${dataset}`,
        Effect.map(Effect.mapError(looked, whyNot(origin)), shapeOf)
      )
    ),
    check("source quota", Effect.map(over, () => quotaVerdict(datasets, quotas, reserve))),
    check(
      "source clock",
      Effect.map(over, (exits) => skewOf(exits.flatMap((exit) => Exit.isSuccess(exit) ? exit.value.skew : [])))
    )
  ]
})

const named = ({ bounds, origin }: Source): Effect.Effect<Verdict, Verdict> => {
  const host = hostOf(origin)
  if (isIP(host) !== 0) return Effect.succeed(ok(`${host} is an address`))
  return Effect.tryPromise({
    try: () => lookup(host, { all: true }),
    catch: (cause) =>
      failed(
        `${host} has no address (${oneLine(cause instanceof Error ? cause.message : String(cause))})`,
        "see whether this machine's resolver is right: /etc/resolv.conf, or the container's dns:"
      )
  }).pipe(Effect.map((found) => {
    const may = allowed(host, found, bounds)
    return may instanceof ForbiddenAddress
      ? failed(may.message, "one of these two")
      : ok(`${host} is ${may.map(({ address }) => address).slice(0, 3).join(", ")}`)
  }))
}

const whyNot = (origin: URL) => ({ error }: CallFailed): Verdict =>
  failed(
    error.message,
    error.reason === "Unreachable"
      ? `see whether this machine may call it: \`curl -sSI ${origin.origin}\`; an outage of theirs passes by itself`
      : remedyOf(codeOf(error))
  )

const shapeOf = ({ newest, total }: Looked): Verdict => {
  if (total === 0) return warning("it answers, and has no records", "see whether ECO2MIXD_SOURCE_URL is right")
  if (!Predicate.isReadonlyObject(newest)) {
    return failed("it counts records, and sends none", remedyOf("Ingest.Unreadable"))
  }
  const without = (fields: ReadonlyArray<string>) => fields.filter((field) => !Object.hasOwn(newest, field))
  const unkeyed = without(KEYS)
  if (unkeyed.length > 0) {
    return failed(
      `its records have no ${unkeyed.join(", ")}, so that nothing of them can be read`,
      "see whether the dataset has changed, and take a version of this program that knows it"
    )
  }
  const unmeasured = without(MEASURES)
  return unmeasured.length === 0
    ? ok(`${total} records, with all the fields that are read`)
    : warning(
      `${total} records; the newest has no ${unmeasured.join(", ")}, which is read as not measured`,
      "see whether the dataset has changed, and take a version of this program that knows it"
    )
}

const quotaVerdict = (
  datasets: ReadonlyArray<Dataset>,
  quotas: ReadonlyMap<Dataset, Quota>,
  reserve: number
): Verdict => {
  const known = datasets.flatMap((dataset) => {
    const quota = quotas.get(dataset)
    return quota === undefined ? [] : [{ dataset, ...quota }]
  })
  if (known.length === 0) return skipped("the source did not say")
  const said = known.map(({ dataset, limit, remaining, reset }) =>
    `${dataset} ${remaining} of ${limit} calls left${reset === null ? "" : ` until ${new Date(reset).toISOString()}`}`
  ).join("; ")
  if (known.some(({ remaining }) => remaining === 0)) return failed(said, remedyOf("Ingest.QuotaExhausted"))
  return known.some(({ limit, remaining }) => remaining <= limit * reserve)
    ? warning(
      said,
      "backfills wait for the new month, and mornings go on; ECO2MIXD_QUOTA_RESERVE says how much is kept"
    )
    : ok(said)
}

const skewOf = (skews: ReadonlyArray<number>): Verdict => {
  const skew = skews.find((seconds) => !Number.isNaN(seconds))
  if (skew === undefined) return skipped("the source did not say what time it is")
  const said = `this machine's clock is ${Math.abs(Math.round(skew))} s ${
    skew < 0 ? "ahead of" : "behind"
  } the source's`
  return Math.abs(skew) <= SKEW ? ok(said) : warning(said, "`timedatectl set-ntp true`, or whatever keeps its clock")
}
