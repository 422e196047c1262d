/** The ways in which the simulated source fails on demand: a closed list, each written as `name[:argument][:times]`. */
import * as Data from "effect/Data"
import * as Result from "effect/Result"

/** What each fault does, as `--fault` explains it. */
export const FAULTS = {
  truncated: "a 200 whose body stops at the end of a line, after a share of them (50%)",
  cut: "a 200 whose body stops in the middle of a line, after a share of them (50%)",
  "in-band": "a 200 whose body ends in an error text, after a share of the lines (50%)",
  "429": "a 429 with Retry-After and reset_time, a while from now (1s)",
  "503": "a 503",
  html: "a 200 that is a page of HTML",
  latency: "waits a while (1s) before it answers",
  reset: "destroys the connection, after a share of the lines (50%)",
  stall: "sends no more, after a share of the lines (50%), and keeps the connection open",
  repeat: "repeats a record in the place of another, so that the count agrees"
} as const

export type Name = keyof typeof FAULTS

/** One fault, and how often it happens. */
export interface Fault {
  readonly name: Name
  /** Answers that it spoils, then no more; infinite when it never heals. */
  readonly times: number
  /** Share of the lines that are sent before it strikes, from 0 to 1. */
  readonly share: number
  /** How long it lasts, in milliseconds. */
  readonly millis: number
}

/** A fault that was written wrongly. */
export class FaultError extends Data.TaggedError("FaultError")<{ readonly text: string; readonly reason: string }> {
  override get message(): string {
    return `--fault ${this.text}: ${this.reason}. Known faults: ${Object.keys(FAULTS).join(", ")}. ` +
      "Write it as name[:share or duration][:times], for example 503:2, truncated:80% or latency:500ms:3"
  }
}

/** Faults that strike in the middle of a body, and so spoil exports alone. */
const IN_BODY: ReadonlySet<Name> = new Set(["truncated", "cut", "in-band", "reset", "stall", "repeat"])
const WITH_SHARE: ReadonlySet<Name> = new Set(["truncated", "cut", "in-band", "reset", "stall"])
const WITH_DURATION: ReadonlySet<Name> = new Set(["429", "latency"])

const SHARE = /^(\d{1,2}|100)%$/
const DURATION = /^(\d{1,7})(ms|s|m)$/
const TIMES = /^[1-9]\d{0,5}$/
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 }

const isName = (text: string): text is Name => Object.hasOwn(FAULTS, text)

const withArgument = (fault: Fault, argument: string): Result.Result<Fault, string> => {
  const share = SHARE.exec(argument)
  const duration = DURATION.exec(argument)
  if (TIMES.test(argument)) return Result.succeed({ ...fault, times: Number(argument) })
  if (share !== null && WITH_SHARE.has(fault.name)) {
    return Result.succeed({ ...fault, share: Number(share[1]) / 100 })
  }
  if (duration !== null && WITH_DURATION.has(fault.name)) {
    return Result.succeed({ ...fault, millis: Number(duration[1]) * (UNITS[duration[2] ?? ""] ?? 1) })
  }
  return Result.fail(`${argument || "nothing"} is no argument of ${fault.name}`)
}

/** The fault that a text describes, or why it describes none. */
export const parse = (text: string): Result.Result<Fault, FaultError> => {
  const [name = "", ...rest] = text.trim().toLowerCase().split(":")
  if (!isName(name)) {
    return Result.fail(new FaultError({ text, reason: `there is no fault ${name || "without a name"}` }))
  }
  let fault: Result.Result<Fault, string> = Result.succeed({ name, times: Infinity, share: 0.5, millis: 1_000 })
  for (const argument of rest) fault = Result.flatMap(fault, (before) => withArgument(before, argument))
  return Result.mapError(fault, (reason) => new FaultError({ text, reason }))
}

/** What is wrong with one answer. */
export interface Trouble {
  /** Wait before it, in milliseconds. */
  readonly latency: number
  readonly fault: Fault | undefined
}

/** Faults in the order in which they were given, and how often each has still to strike. */
export interface Faults {
  /** What is wrong with the next answer: every latency, and the first other fault that can spoil it. */
  readonly next: (body: "export" | "records") => Trouble
}

export const make = (faults: ReadonlyArray<Fault>): Faults => {
  const left = faults.map(({ times }) => times)
  const strike = (index: number) => {
    left[index] = (left[index] ?? 0) - 1
  }
  return {
    next: (body) => {
      let latency = 0
      let found: Fault | undefined
      for (const [index, fault] of faults.entries()) {
        if ((left[index] ?? 0) <= 0 || body === "records" && IN_BODY.has(fault.name)) continue
        if (fault.name === "latency") {
          latency += fault.millis
          strike(index)
        } else if (found === undefined) {
          found = fault
          strike(index)
        }
      }
      return { latency, fault: found }
    }
  }
}
