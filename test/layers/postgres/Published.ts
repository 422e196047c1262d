/** What the table is filled with for questions: two regions around October's change of clocks, in three natures. */
import * as Day from "#domain/Day"
import { ofExcerpts } from "#domain/Excerpts"
import { NATURES } from "#domain/Nature"
import { Sink } from "#ports/Sink"
import { aggregate } from "#transform/aggregate"
import * as Effect from "effect/Effect"
import { excerptOf, observation, RUN } from "../../support/revisions.ts"

const [realTime, consolidated, definitive] = NATURES

/** An observation of a region each so many minutes from one instant to another, but for October's first pass. */
const series = (region: "11" | "53", nature: (typeof NATURES)[number], step: 15 | 30, from: number, end: number) =>
  Array.from({ length: Math.ceil((end - from) / (step * 60_000)) }, (_, index) => from + index * step * 60_000)
    .filter((instant) => !Day.comesAgain(instant))
    .map((instant) =>
      observation(instant, {
        consommation: 2000 + (instant / Day.QUARTER) % 97,
        ech_physiques: -7,
        eolien: (instant / Day.QUARTER) % 89,
        ...(new Date(instant).getUTCHours() < 15 ? { solaire: 0.25 } : {})
      }, { region, nature })
    )

const start = Day.start
/** What is said first. */
export const first = [
  ...series("11", realTime, 15, start("2025-10-24"), start("2025-10-28")),
  ...series("53", realTime, 15, start("2025-10-25"), start("2025-10-27") + 10 * Day.HOUR),
  ...series("53", realTime, 15, start("2025-12-31"), start("2026-01-02")),
  ...series("11", consolidated, 30, start("2025-10-25"), start("2025-10-26") + 6 * Day.HOUR + 30 * 60_000),
  ...series("11", definitive, 30, start("2025-10-24"), start("2025-10-25"))
]
/** What is said later of some of them: another consumption, and no sun. */
export const second = first
  .filter(({ instant, nature, region }) => region === "53" && nature === realTime && Day.of(instant) === "2025-10-26")
  .slice(10, 20)
  .map((one) => observation(one.instant, { consommation: 1999, eolien: 3 }, { region: one.region }))

/** Both, one after the other. */
export const publish = Effect.gen(function*() {
  const sink = yield* Sink
  const generation = yield* sink.generation(1, crypto.randomUUID())
  const append = Effect.fnUntraced(function*(heard: ReadonlyArray<ReturnType<typeof excerptOf>>) {
    const { add, end } = aggregate()
    const days = [...add(ofExcerpts(heard.toSorted((a, b) => a.instant - b.instant))), ...end()]
    for (const day of days) yield* sink.append(generation, RUN, day)
  })
  const before = first.map((one) => excerptOf(one))
  yield* append(before)
  const touched = new Set(second.map(({ instant }) => Day.of(instant)))
  yield* append(
    [...before, ...second.map((one) => excerptOf(one, 2))].filter(({ instant }) => touched.has(Day.of(instant)))
  )
})
