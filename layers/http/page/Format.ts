/** Numbers, powers, days and hours as a reader of either language writes them; hours are those of Paris. */
import * as Day from "#domain/Day"
import { type Html, html } from "./html.ts"

export const LANGUAGES = ["fr", "en"] as const

export type Language = (typeof LANGUAGES)[number]

const PARIS = "Europe/Paris"
const MINUTE = 60_000
const DAY = 24 * Day.HOUR

/** Within so many days a date needs no year. */
const WITHOUT_YEAR = 300

/** From here on a figure that stands alone is said in GW, in MW. */
const GIGAWATTS = 10_000

export interface Format {
  readonly language: Language
  readonly integer: (value: number) => string
  /** `1 234 MW`, and `12,3 GW` where that is easier to read. */
  readonly power: (megawatts: number) => string
  /** `3 h 10`, in the two units that matter. */
  readonly span: (milliseconds: number) => string
  /** `30 sept. 2026`. */
  readonly day: (day: Day.Day) => string
  /** `mercredi 30 septembre 2026`. */
  readonly longDay: (day: Day.Day) => string
  /** `sept.`, with the year where it is asked for. */
  readonly month: (day: Day.Day) => string
  /** `10:30`. */
  readonly clock: (instant: number) => string
  /** `30/09 10:30`, for columns. */
  readonly short: (instant: number) => string
  /** `10:30` today, `demain 06:30`, else with its date. */
  readonly near: (instant: number, now: number) => string
  /** Any text about an instant, with the instant itself and Paris's offset for who hovers over it. */
  readonly time: (instant: number, text: string) => Html
  /** `30 sept. 2026`, or `28 → 30 sept. 2026` where they are several. */
  readonly range: (days: Day.DayRange) => string
}

const NEAR: Readonly<Record<Language, ReadonlyMap<number, string>>> = {
  fr: new Map([[-1, "hier\u00A0"], [0, ""], [1, "demain\u00A0"]]),
  en: new Map([[-1, "yesterday\u00A0"], [0, ""], [1, "tomorrow\u00A0"]])
}

const UNITS: Readonly<Record<Language, readonly [day: string, hour: string, minute: string, second: string]>> = {
  fr: ["j", "h", "min", "s"],
  en: ["d", "h", "min", "s"]
}

const make = (language: Language): Format => {
  const locale = language === "fr" ? "fr-FR" : "en-GB"
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: PARIS, ...options })
    return (instant: number) => format.format(instant)
  }
  const clock = dates({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
  const date = dates({ day: "numeric", month: "short", year: "numeric" })
  const shortDate = dates({ day: "numeric", month: "short" })
  const longDate = dates({ weekday: "long", day: "numeric", month: "long", year: "numeric" })
  const short = dates({ day: "2-digit", month: "2-digit" })
  const month = dates({ month: "short", year: "numeric" })
  const full = dates({ dateStyle: "full", timeStyle: "short" })
  const offset = new Intl.DateTimeFormat("en-GB", { timeZone: PARIS, timeZoneName: "longOffset" })

  const integer = (value: number) => whole.format(Object.is(Math.round(value), -0) ? 0 : value).replace("-", "\u2212")
  const day = (one: Day.Day) => date(Day.start(one))

  const near = (instant: number, now: number) => {
    const away = Day.count({ from: Day.of(now), to: Day.of(instant) }) - 1
    const named = NEAR[language].get(away)
    if (named !== undefined) return named + clock(instant)
    return `${Math.abs(away) < WITHOUT_YEAR ? shortDate(instant) : date(instant)} ${clock(instant)}`
  }

  const span = (milliseconds: number) => {
    const [d, h, min, s] = UNITS[language]
    const rest = Math.max(0, milliseconds)
    const hours = Math.floor(rest / Day.HOUR)
    const minutes = Math.floor(rest / MINUTE)
    if (rest >= 2 * DAY) return `${integer(Math.floor(rest / DAY))}\u00A0${d} ${hours % 24}\u00A0${h}`
    if (rest >= Day.HOUR) return `${hours}\u00A0${h}\u00A0${String(minutes % 60).padStart(2, "0")}`
    if (rest >= 10 * MINUTE) return `${minutes}\u00A0${min}`
    const seconds = Math.floor(rest / 1000)
    return rest >= MINUTE ? `${minutes}\u00A0${min} ${seconds % 60}\u00A0${s}` : `${seconds}\u00A0${s}`
  }

  const offsetOf = (instant: number) =>
    offset.formatToParts(instant).find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "UTC") ?? "UTC"

  return {
    language,
    integer,
    power: (megawatts) =>
      Math.abs(megawatts) >= GIGAWATTS
        ? `${tenth.format(megawatts / 1000).replace("-", "\u2212")}\u00A0GW`
        : `${integer(megawatts)}\u00A0MW`,
    span,
    day,
    longDay: (one) => longDate(Day.start(one)),
    month: (one) => month(Day.start(one)),
    clock,
    short: (instant) => `${short(instant)} ${clock(instant)}`,
    near,
    time: (instant, text) =>
      html`<time datetime="${new Date(instant).toISOString()}" title="${full(instant)} (Paris, ${
        offsetOf(instant)
      })">${text}</time>`,
    range: ({ from, to }) =>
      from === to
        ? day(from)
        : `${from.slice(0, 4) === to.slice(0, 4) ? shortDate(Day.start(from)) : day(from)} \u2192 ${day(to)}`
  }
}

/** Whether a text that `near` gave is an hour of today, without its day. */
export const isHour = (text: string): boolean => /^\d\d:\d\d$/.test(text)

const made: Partial<Record<Language, Format>> = {}

/** The formats of a language: made once, as they cost milliseconds. */
export const formatOf = (language: Language): Format => made[language] ??= make(language)
