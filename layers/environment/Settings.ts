/**
 * All settings of the program, listed from the very definitions that its adapters read them by, so that no name, default or
 * rule has a second home.
 */
import { type Setting, settingLine, type SettingsReport, type UnknownName } from "#ports/Settings"
import * as Config from "effect/Config"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Result from "effect/Result"
import { FILE, provider, type Variables } from "./Environment.ts"
import { isWellKnown } from "./knownSecrets.ts"

const PREFIX = "ECO2MIXD_"

/** Settings by their names, of which the chosen stores read all or none. */
export interface Group {
  readonly used: boolean
  readonly settings: Readonly<Record<string, Config.Config<unknown>>>
  /** What must hold of several of them together. */
  readonly together?: Config.Config<unknown>
}

const nothing = ConfigProvider.fromEnv({ env: {} })

export const report = Effect.fn("Settings.report")(
  function*(variables: Variables, groups: ReadonlyArray<Group>): Effect.fn.Return<SettingsReport> {
    const settings: Array<Setting> = []
    const problems: Array<string> = []
    for (const group of groups) {
      const own = yield* Effect.forEach(
        Object.entries(group.settings),
        ([name, config]) => settingOf(variables, group.used, name, config)
      )
      settings.push(...own)
      const found = own.flatMap(({ problem }) => problem ?? [])
      problems.push(...found)
      if (group.together === undefined || !group.used || found.length > 0) continue
      const whole = yield* Effect.result(group.together.parse(provider(variables)))
      if (Result.isFailure(whole)) problems.push(problemOf(variables, whole.failure))
    }
    return { settings, problems, unknown: unknownOf(variables, settings.map(({ name }) => name)) }
  }
)

const settingOf = Effect.fnUntraced(
  function*(variables: Variables, used: boolean, name: string, config: Config.Config<unknown>) {
    const parsed = yield* Effect.result(config.parse(provider(variables)))
    const text = yield* Effect.result(Config.String(name).parse(provider(variables)))
    const byDefault = Option.flatMap(
      yield* Effect.option(config.parse(nothing)),
      (value) => Option.fromNullishOr(textOf(value))
    )
    const standard = Option.getOrNull(byDefault)
    const secret = Result.isFailure(parsed) || isSecret(parsed.success)
    const source = sourceOf(variables, name) ?? (standard === null ? "none" : "default")
    const setting: Setting = {
      name,
      value: Result.isFailure(parsed)
        ? null
        : Result.isFailure(text)
        ? standard
        : secret
        ? hidden(text.success)
        : withoutPassword(text.success),
      source,
      secret,
      file: source === "file" ? variables[name + FILE] ?? null : null,
      default: standard,
      used,
      problem: !used
        ? null
        : Result.isFailure(parsed)
        ? problemOf(variables, parsed.failure)
        : secret && Result.isSuccess(text) && isWellKnown(text.success)
        ? wellKnown(name)
        : null
    }
    return setting
  }
)

/** Where a setting's value is read, as `Environment.provider` reads it. */
export const sourceOf = (variables: Variables, name: string): "environment" | "file" | undefined =>
  isGiven(variables, name) ? "environment" : isGiven(variables, name + FILE) ? "file" : undefined

const isGiven = (variables: Variables, name: string): boolean => (variables[name] ?? "") !== ""

const problemOf = (variables: Variables, error: Config.ConfigError): string =>
  settingLine(error.message, (name) => sourceOf(variables, name) !== undefined).trim().replaceAll(/\s*\n\s*/g, " ")

const wellKnown = (name: string): string =>
  `${name} holds a secret that everybody knows, or a placeholder that nobody has filled in: give it one of its own ` +
  "(`openssl rand -hex 32` makes one, `eco2mixd init` all those of a stack), and the server the same"

const unwrapped = (value: unknown): unknown => Option.isOption(value) ? Option.getOrNull(value) : value

const isSecret = (value: unknown): boolean => Redacted.isRedacted(unwrapped(value))

/** A value as it would be written. */
const textOf = (value: unknown): string | null => {
  const bare = unwrapped(value)
  if (bare === null || bare === undefined) return null
  if (bare instanceof URL) return bare.href.replace(/\/$/, "")
  if (Duration.isDuration(bare)) return Duration.format(bare)
  if (Array.isArray(bare)) return bare.map(textOf).join(",")
  return typeof bare === "object" ? JSON.stringify(bare) : String(bare)
}

/** That it is set; where it is a server's URL, also where it leads: without the password, and what a query may hold. */
const hidden = (text: string): string =>
  /^(postgres(ql)?|mongodb(\+srv)?):\/\//.test(text)
    ? withoutPassword(text).replace(/\?.*$/s, "?(hidden)")
    : "(set, hidden)"

/** Up to the last `@`: a password may hold one, a host can't. */
const withoutPassword = (text: string): string => text.replace(/^([a-z+]+:\/\/[^:@/]*):.*@/s, "$1:(hidden)@")

/** Variables that begin as ours do, and that nobody reads. */
const unknownOf = (variables: Variables, names: ReadonlyArray<string>): ReadonlyArray<UnknownName> => {
  const known = new Set(names.flatMap((name) => [name, name + FILE]))
  return Object.keys(variables)
    .filter((name) => name.startsWith(PREFIX) && !known.has(name) && isGiven(variables, name))
    .toSorted()
    .map((name) => ({ name, nearest: nearestOf(name, [...known].filter((one) => one.startsWith(PREFIX))) }))
}

/** The name with the fewest letters to change; none where that would be half of them, and two letters in a short one. */
const nearestOf = (name: string, known: ReadonlyArray<string>): string | null => {
  let nearest: string | null = null
  let fewest = Math.max(3, (name.length - PREFIX.length) / 2)
  for (const one of known) {
    const changes = distance(name, one)
    if (changes >= fewest) continue
    fewest = changes
    nearest = one
  }
  return nearest
}

/** Letters to add, take away or replace on the way from one word to the other (Levenshtein). */
const distance = (a: string, b: string): number => {
  let above = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const line = [i]
    for (let j = 1; j <= b.length; j++) {
      line.push(Math.min(above[j]! + 1, line[j - 1]! + 1, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    above = line
  }
  return above[b.length]!
}
