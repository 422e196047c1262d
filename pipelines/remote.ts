/** The runs that go in other processes, as the ledger has them. */
import type { RunRecord } from "#domain/Run"
import type { Going } from "#pipelines/going"
import { Ledger } from "#ports/Ledger"
import type { LiveRun } from "#ports/Runs"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** How often the ledger is looked at for whoever listens. */
const PERIOD = "2 seconds"

/** Runs that go at the same time: more than there ever are. */
const LOOKED_AT = 50

/** All that go now, in whichever process. */
export const going = Effect.flatMap(Ledger, ({ runs }) => runs({ limit: LOOKED_AT, outcome: "Running" }))

export const liveOf = (record: RunRecord): LiveRun => ({ ...record, waits: record.asked === "pause" ? "asked" : null })

/** Each change of theirs that a look at the ledger shows, their end too, for one listener. */
export const changes = ({ live }: Pick<Going, "live">) =>
  Stream.unwrap(Effect.map(Ledger, (ledger) => {
    const seen = new Map<string, string>()
    const look = Effect.gen(function*() {
      const own = new Set((yield* live).map(({ run }) => run.id))
      const known = yield* Effect.provideService(going, Ledger, ledger)
      const ids = new Set(known.map(({ run }) => run.id))
      const gone = [...seen.keys()].filter((id) => !ids.has(id))
      const ended = yield* Effect.forEach(gone, (id) => ledger.run(id))
      for (const id of gone) seen.delete(id)
      const changed = known.filter((record) => {
        const text = JSON.stringify(record)
        const isNew = seen.get(record.run.id) !== text
        seen.set(record.run.id, text)
        return isNew
      })
      return [...changed, ...ended.filter((record) => record !== null)]
        .filter(({ run }) => !own.has(run.id))
        .map(liveOf)
    }).pipe(Effect.orElseSucceed((): ReadonlyArray<LiveRun> => []), Effect.withTracerEnabled(false))
    return Stream.tick(PERIOD).pipe(Stream.mapEffect(() => look), Stream.flattenIterable)
  }))
