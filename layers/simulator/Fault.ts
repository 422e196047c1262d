/** The ways in which the simulated source fails on demand: a closed list, each written as `name[:argument][:times]`. */
import { SOURCE_FAULTS, type SourceFault } from "#ports/SourceFaults"
import * as Data from "effect/Data"
import * as Result from "effect/Result"

/** What a fault spoils, and what may be said of it. */
interface Kind {
  /**
   * Any `answer`; the `body` of an export alone; or the `data` behind both, which a count then agrees with, and of which an
   * export uses one time up.
   */
  readonly spoils: "answer" | "body" | "data"
  readonly argument?: "share" | "duration"
  /** Of a share, in percent. Default 100. */
  readonly most?: number
}

const KINDS: Readonly<Record<SourceFault, Kind>> = {
  latency: { spoils: "answer", argument: "duration" },
  "429": { spoils: "answer", argument: "duration" },
  "429-untimed": { spoils: "answer" },
  spent: { spoils: "answer", argument: "duration" },
  "500": { spoils: "answer" },
  "502": { spoils: "answer" },
  "503": { spoils: "answer" },
  "504": { spoils: "answer" },
  html: { spoils: "answer" },
  truncated: { spoils: "body", argument: "share" },
  cut: { spoils: "body", argument: "share" },
  length: { spoils: "body", argument: "share", most: 999 },
  unended: { spoils: "body", argument: "share" },
  reset: { spoils: "body", argument: "share" },
  stall: { spoils: "body", argument: "share" },
  "in-band": { spoils: "body", argument: "share" },
  "in-band-json": { spoils: "body", argument: "share" },
  gzip: { spoils: "body", argument: "share" },
  bom: { spoils: "body" },
  garbled: { spoils: "body" },
  nan: { spoils: "body" },
  poison: { spoils: "body" },
  huge: { spoils: "body" },
  repeat: { spoils: "body" },
  shuffled: { spoils: "body" },
  stopped: { spoils: "data", argument: "duration" },
  missing: { spoils: "data" },
  twice: { spoils: "data" },
  appear: { spoils: "data" },
  vanish: { spoils: "data" },
  retyped: { spoils: "data" },
  nested: { spoils: "data" },
  revised: { spoils: "data" },
  definitive: { spoils: "data" }
}

/** One fault, and how often it happens. */
export interface Fault {
  readonly name: SourceFault
  /** Answers that it spoils, then no more; infinite when it never heals. */
  readonly times: number
  /** Share of the lines that are sent before it strikes, or of the bytes, from 0 to 1 and beyond where that means something. */
  readonly share: number
  /** How long it lasts, in milliseconds. */
  readonly millis: number
}

/** A fault that was written wrongly. */
export class FaultError extends Data.TaggedError("FaultError")<{ readonly text: string; readonly reason: string }> {
  override get message(): string {
    return `--fault ${this.text}: ${this.reason}. Known faults: ${Object.keys(SOURCE_FAULTS).join(", ")}. ` +
      "Write it as name[:share or duration][:times], for example 503:2, truncated:80% or latency:500ms:3"
  }
}

const SHARE = /^(\d{1,3})%$/
const DURATION = /^(\d{1,7})(ms|s|m|h)$/
const TIMES = /^[1-9]\d{0,5}$/
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

const isName = (text: string): text is SourceFault => Object.hasOwn(SOURCE_FAULTS, text)

const withArgument = (fault: Fault, text: string): Result.Result<Fault, string> => {
  const { argument, most = 100 } = KINDS[fault.name]
  const share = argument === "share" ? SHARE.exec(text) : null
  const duration = argument === "duration" ? DURATION.exec(text) : null
  if (TIMES.test(text)) return Result.succeed({ ...fault, times: Number(text) })
  if (share !== null && Number(share[1]) <= most) return Result.succeed({ ...fault, share: Number(share[1]) / 100 })
  if (duration !== null) {
    return Result.succeed({ ...fault, millis: Number(duration[1]) * (UNITS[duration[2] ?? ""] ?? 1) })
  }
  return Result.fail(`${text || "nothing"} is no argument of ${fault.name}`)
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
  readonly next: (answer: "export" | "records") => Trouble
  /** When they began, in milliseconds since 1970 UTC. */
  readonly began: number
}

export const make = (faults: ReadonlyArray<Fault>, began: number): Faults => {
  const left = faults.map(({ times }) => times)
  const strike = (index: number) => {
    left[index] = (left[index] ?? 0) - 1
  }
  return {
    began,
    next: (answer) => {
      let latency = 0
      let found: Fault | undefined
      for (const [index, fault] of faults.entries()) {
        const { spoils } = KINDS[fault.name]
        if ((left[index] ?? 0) <= 0 || answer === "records" && spoils === "body") continue
        if (fault.name === "latency") {
          latency += fault.millis
          strike(index)
        } else if (found === undefined) {
          found = fault
          if (answer === "export" || spoils === "answer") strike(index)
        }
      }
      return { latency, fault: found }
    }
  }
}
