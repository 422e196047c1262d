/** When the daemon works, and on what, by its settings. */
import { type Dataset, DATASETS, isDataset } from "#domain/Dataset"
import { CATCH_UP_POLICIES, Plan, QuotaReserve } from "#ports/Plan"
import * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Cron from "effect/Cron"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

const text = (expected: string, isRight: (text: string) => boolean) =>
  Schema.String.check(Schema.makeFilter(isRight, { expected }))

const cronOf = (text: string) => Cron.parse(text, "Europe/Paris")

const Schedule = text(
  "a schedule of five fields like 30 6 * * * (minute, hour, day, month, weekday, in Paris)",
  (text) => text.trim().split(/\s+/).length === 5 && Result.isSuccess(cronOf(text))
)

const listOf = (text: string): ReadonlyArray<string> =>
  text.split(",").map((one) => one.trim()).filter((one) => one !== "")

const Datasets = text(`one or more of ${DATASETS.join(", ")}, with commas between`, (text) => {
  const list = listOf(text)
  return list.length > 0 && list.every(isDataset)
})

/** The source is renewed every quarter of an hour; more often than once a minute only costs its quota, in minutes. */
const SHORTEST_REFRESH = 1
const LONGEST_REFRESH = 24 * 60

const refreshOf = (text: string) => Option.map(Duration.fromInput(text as Duration.Input), Duration.toMinutes)

const Refresh = text(
  "off, or a duration from 1 minute to 1 day like 15 minutes",
  (text) =>
    text === "off" ||
    Option.exists(refreshOf(text), (minutes) => minutes >= SHORTEST_REFRESH && minutes <= LONGEST_REFRESH)
)

const PERCENT = /^(\d{1,2}(?:\.\d+)?|100)\s*%?$/

const Percent = text("a part of the quota from 0 to 100 %, like 10 %", (text) => PERCENT.test(text.trim()))

export const settings = {
  ECO2MIXD_SCHEDULE: Config.schema(Schedule, "ECO2MIXD_SCHEDULE").pipe(Config.withDefault("30 6 * * *")),
  ECO2MIXD_DATASETS: Config.schema(Datasets, "ECO2MIXD_DATASETS").pipe(Config.withDefault(DATASETS.join(","))),
  ECO2MIXD_REFRESH: Config.schema(Refresh, "ECO2MIXD_REFRESH").pipe(Config.withDefault("off")),
  ECO2MIXD_CATCH_UP: Config.Literals(CATCH_UP_POLICIES, "ECO2MIXD_CATCH_UP").pipe(
    Config.withDefault("window" as const)
  ),
  ECO2MIXD_QUOTA_RESERVE: Config.schema(Percent, "ECO2MIXD_QUOTA_RESERVE").pipe(Config.withDefault("10 %"))
}

const config = Config.all(settings)

export const layer = Layer.effectContext(
  Effect.map(config, (set) =>
    Context.make(Plan, {
      schedule: Result.getOrThrow(cronOf(set.ECO2MIXD_SCHEDULE)),
      datasets: [...new Set(listOf(set.ECO2MIXD_DATASETS))] as ReadonlyArray<Dataset>,
      refresh: Option.getOrNull(Option.map(refreshOf(set.ECO2MIXD_REFRESH), (minutes) => minutes * 60_000)),
      catchUp: set.ECO2MIXD_CATCH_UP
    }).pipe(Context.add(QuotaReserve, Number(PERCENT.exec(set.ECO2MIXD_QUOTA_RESERVE.trim())![1]) / 100)))
)
