/** Flags that several commands share, each with its own refusal. */
import { UsageError } from "#cli/UsageError"
import { type Dataset, DATASETS } from "#domain/Dataset"
import * as Day from "#domain/Day"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

const day = (name: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withMetavar("YYYY-MM-DD"),
    Flag.withDescription(description),
    Flag.filterMap(
      (text) => Option.fromNullishOr(Day.parse(text)),
      (text) => `${JSON.stringify(text)} is no day of the calendar; write it as 2026-09-30`
    ),
    Flag.filter(
      Day.isPlausible,
      (day) => `${day} is outside the years ${Day.FIRST_YEAR} to ${Day.LAST_YEAR}; the series begin in 2012`
    )
  )

export const from = day("from", "First day, in Paris")
export const to = day("to", "Last day, in Paris, included")

export const datasets = Flag.Literals("dataset", DATASETS).pipe(
  Flag.withDescription("Dataset of ODRÉ; may be given twice. Both where none is given"),
  Flag.atLeast(0),
  Flag.map((given): ReadonlyArray<Dataset> => given.length === 0 ? DATASETS : [...new Set(given)])
)

export const json = (description = "For scripts") =>
  Flag.Boolean("json").pipe(Flag.withDefault(false), Flag.withDescription(description))

/** The days from one flag to the other, or why there are none. */
export const windowOf = (first: Day.Day, last: Day.Day): Effect.Effect<Day.DayRange, UsageError> =>
  first <= last
    ? Effect.succeed({ from: first, to: last })
    : Effect.fail(new UsageError({ message: `--from ${first} is after --to ${last}; the first day comes first` }))
