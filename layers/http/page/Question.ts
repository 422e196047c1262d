/** What a visitor asks of the page by its address. What can't be understood is named, and the usual shown in its place. */
import * as Day from "#domain/Day"
import { isNature, type Nature } from "#domain/Nature"
import { isRegion, type Region } from "#domain/Region"
import { type Language, LANGUAGES } from "./Format.ts"

export const PARTS = ["well", "calendar", "day", "grid", "runs"] as const

/** A section of the page, as the script fetches it alone. */
export type Part = (typeof PARTS)[number]

export const SPANS = ["1", "7", "30", "dates"] as const

/** How much of the past: so many days up to the newest measure, or the days that were named. */
export type Span = (typeof SPANS)[number]

/** Longest span, in days: beyond it a page would say too little of too much. */
export const LONGEST = 800

export interface Question {
  readonly language: Language
  /** Whether the language was named, and links must keep it. */
  readonly languageAsked: boolean
  /** All of them where none is named. */
  readonly parts: ReadonlySet<Part>
  readonly region: Region
  readonly span: Span
  /** The days named for it; null for those up to the newest measure. */
  readonly days: Day.DayRange | null
  /** Null for the best one. */
  readonly nature: Nature | null
  /** The day at whose end the table is to be read, beside now; null for now alone. */
  readonly asOf: Day.Day | null
  /** The day that is opened, of `region`. */
  readonly day: Day.Day | null
  /** Of the table of values, from 1. */
  readonly page: number
}

/** A parameter that was not understood: its name, what stood there, and why it won't do. */
export interface Misread {
  readonly name: string
  readonly value: string
  readonly why:
    | "unknown"
    | "twice"
    | "region"
    | "span"
    | "nature"
    | "date"
    | "order"
    | "long"
    | "lone"
    | "number"
    | "part"
}

export interface Asked {
  readonly question: Question
  readonly misread: ReadonlyArray<Misread>
}

const NAMES: ReadonlySet<string> = new Set([
  "lang",
  "part",
  "region",
  "span",
  "from",
  "to",
  "nature",
  "as_of",
  "day",
  "page"
])

/** The region that is shown where none is named. */
const USUAL: Region = "93"

/** Longest value that is said back. */
const SAID = 40

const isSpan = (text: string): text is Span => (SPANS as ReadonlyArray<string>).includes(text)
const isPart = (text: string): text is Part => (PARTS as ReadonlyArray<string>).includes(text)

const dayOf = (text: string): Day.Day | undefined => {
  const day = Day.parse(text)
  return day !== undefined && Day.isPlausible(day) ? day : undefined
}

/** The language that a browser prefers of ours; French where it says nothing of either. */
export const languageOf = (accepted: string): Language => {
  const preferred = accepted.split(",").map((one) => {
    const [tag = "", ...settings] = one.trim().toLowerCase().split(";")
    const weight = settings.map((setting) => setting.trim()).find((setting) => setting.startsWith("q="))
    return { tag: tag.split("-")[0], weight: weight === undefined ? 1 : Number(weight.slice(2)) }
  }).toSorted((a, b) => b.weight - a.weight)
  return preferred.flatMap(({ tag, weight }) => weight > 0 ? LANGUAGES.filter((one) => one === tag) : [])[0] ?? "fr"
}

export const questionOf = (search: URLSearchParams, accepted: string): Asked => {
  const misread: Array<Misread> = []
  const wrong = (name: string, value: string, why: Misread["why"]) => {
    misread.push({ name: name.slice(0, SAID), value: value.slice(0, SAID), why })
  }
  for (const name of new Set(search.keys())) {
    if (!NAMES.has(name)) wrong(name, search.get(name) ?? "", "unknown")
    else if (search.getAll(name).length > 1) wrong(name, search.getAll(name).join(", "), "twice")
  }
  /** A form sends what was left empty, too. */
  const read = <A>(name: string, why: Misread["why"], as: (text: string) => A | undefined): A | null => {
    const text = search.get(name)
    if (text === null || text === "") return null
    const value = as(text)
    if (value === undefined) wrong(name, text, why)
    return value ?? null
  }

  const language = read("lang", "unknown", (text) => LANGUAGES.find((one) => one === text))
  const parts = read("part", "part", (text) => {
    const named = text.split(",")
    return named.every(isPart) ? new Set(named) : undefined
  })
  const region = read("region", "region", (text) => isRegion(text) ? text : undefined)
  const nature = read("nature", "nature", (text) => isNature(text) ? text : undefined)
  const asOf = read("as_of", "date", dayOf)
  const day = read("day", "date", dayOf)
  const page = read("page", "number", (text) => /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined)
  const asked = read("span", "span", (text) => isSpan(text) ? text : undefined)
  const from = read("from", "date", dayOf)
  const to = read("to", "date", dayOf)

  let days: Day.DayRange | null = null
  if (asked === null || asked === "dates") {
    if (from !== null && to !== null) {
      if (from > to) wrong("from", from, "order")
      else if (Day.count({ from, to }) > LONGEST) wrong("from", from, "long")
      else days = { from, to }
    } else if (from !== null || to !== null) {
      const lone = (from ?? to)!
      wrong(from === null ? "to" : "from", lone, "lone")
      days = { from: lone, to: lone }
    } else if (day !== null) days = { from: day, to: day }
  }
  const span = days !== null ? "dates" : asked === null || asked === "dates" ? "1" : asked

  return {
    question: {
      language: language ?? languageOf(accepted),
      languageAsked: language !== null,
      parts: parts ?? new Set(PARTS),
      region: region ?? USUAL,
      span,
      days,
      nature,
      asOf,
      day,
      page: page ?? 1
    },
    misread
  }
}

/** The address of the page with some of the question changed: null leaves a name out. */
export const address = (
  question: Question,
  changes: Readonly<Record<string, string | null>> = {},
  anchor = ""
): string => {
  const { asOf, days, language, languageAsked, nature, region, span } = question
  const search = new URLSearchParams()
  const names: Readonly<Record<string, string | null>> = {
    region,
    span: days === null ? span : null,
    from: days?.from ?? null,
    to: days?.to ?? null,
    nature,
    as_of: asOf,
    lang: languageAsked ? language : null,
    ...changes
  }
  for (const [name, value] of Object.entries(names)) if (value !== null) search.set(name, value)
  return `/?${search.toString()}${anchor}`
}
