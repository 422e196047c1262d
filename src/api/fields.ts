/** The values of which questions and answers are made, each with the words that a refusal of it uses. */
import { DATASETS } from "#domain/Dataset"
import { SUBJECTS } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import { ALL } from "#domain/Region"
import * as Schema from "effect/Schema"

// Without the flag `u` a pattern would not stand in the OpenAPI document.

/** Of the years 2000 to 2099, as `Day.isPlausible` has them; every fourth of these is a leap year. */
const CALENDAR = "(?:20\\d{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)" +
  "|02-(?:0[1-9]|1\\d|2[0-8]))|20(?:[02468][048]|[13579][26])-02-29)"
const CLOCK = "(?:[01]\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,3})?)?"
const OFFSET = "(?:Z|[+-](?:0\\d|1[0-4]):[0-5]\\d)"

/** A day to ask for. */
export const Day = Schema.String.check(
  Schema.isPattern(new RegExp(`^${CALENDAR}$`, "u"), { expected: "a day of the years 2000 to 2099, like 2026-09-30" })
)

/** An instant to ask for. */
export const Moment = Schema.String.check(
  Schema.isPattern(new RegExp(`^${CALENDAR}T${CLOCK}${OFFSET}$`, "u"), {
    expected: "an instant with its offset, like 2026-09-30T12:00:00Z"
  })
)

/** An instant in an answer. */
export const Instant = Schema.String.annotate({ format: "date-time" })

/** A day in an answer. */
export const Date = Schema.String.annotate({ format: "date" })

export const RunId = Schema.String.check(Schema.isUUID(undefined, { expected: "the id of a run, a UUID" }))

/** Number of an entry of a list. */
export const EntryId = Schema.String.check(
  Schema.isPattern(/^[1-9]\d{0,17}$/u, { expected: "the id of an entry, a whole number" })
)

export const Region = Schema.Literals(ALL)
export const Nature = Schema.Literals(NATURES)
export const Subject = Schema.Literals(SUBJECTS)
export const Dataset = Schema.Literals(DATASETS)

/** How many entries a page has at most. */
export const limit = (maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum: 1, maximum }, { expected: `a whole number from 1 to ${maximum}` }))

/** Counts, and whatever else is never below zero. */
export const Count = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))
