/**
 * How the program ends: a failure is a line on stderr and an exit code. 0 done, 1 failed, 2 wrong usage, 78 wrong
 * configuration (EX_CONFIG of sysexits.h), 130 told to stop before it was done, as shells have it.
 */
import { SettingsError } from "#cli/SettingsError"
import { codeOf, type Failure } from "#ports/failure"
import { settingLine } from "#ports/Settings"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"

const INTERRUPTED = 130

/** Of the failures that are not simply that: by their tags. */
const CODES: Readonly<Record<string, number>> = {
  ShowHelp: 2,
  UsageError: 2,
  FaultError: 2,
  SimulationError: 2,
  RecordFileError: 2,
  ConfigError: 78,
  SettingsError: 78
}

/** `stays`: whether it had done its work and only waited to be told to stop. */
export const exitCode = (exit: Exit.Exit<unknown, unknown>, stays: boolean): number => {
  if (Exit.isSuccess(exit)) return 0
  if (Cause.hasInterruptsOnly(exit.cause)) return stays ? 0 : INTERRUPTED
  const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause))
  return Predicate.hasProperty(error, "_tag") ? CODES[String(error._tag)] ?? 1 : 1
}

/** One line for what a person can mend; everything there is for a mistake of the program's own. */
export const tell = (cause: Cause.Cause<unknown>): Effect.Effect<void> => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.void
  return Option.match(Cause.findErrorOption(cause), {
    onNone: () => Console.error(`eco2mixd: a mistake in the program itself.\n${Cause.pretty(cause)}`),
    onSome: (error) => {
      const { _tag, message } = error as { readonly _tag?: string; readonly message: string }
      // Its line has been written already.
      if (_tag === "ShowHelp") return Effect.void
      if (error instanceof SettingsError) {
        return Effect.forEach(error.problems, (problem) => Console.error(`eco2mixd: ${problem}`), { discard: true })
      }
      const line = _tag === "ConfigError"
        ? settingLine(message, isSet)
        : isFailure(error)
        ? `${codeOf(error)}: ${message}`
        : message
      return Console.error(`eco2mixd: ${line.trim().replaceAll(/\s*\n\s*/g, " ")}`)
    }
  })
}

const isFailure = (error: unknown): error is Failure =>
  Predicate.hasProperty(error, "_tag") && Predicate.hasProperty(error, "reason") && Predicate.isString(error.reason) &&
  Predicate.hasProperty(error, "during")

/** Whether a setting has a value, here or in a file: only then is it wrong, and not missing. */
const isSet = (name: string): boolean => Boolean(process.env[name] || process.env[`${name}_FILE`])
