#!/usr/bin/env node
/**
 * The door: the commands, handed the technologies that the settings choose, and the one place where a failure becomes a
 * line on stderr and an exit code: 0 done, 1 failed, 2 wrong usage, 78 wrong configuration (EX_CONFIG of sysexits.h).
 */
import * as Cli from "#cli/Cli"
import { Doors } from "#cli/Doors"
import * as Environment from "#layers/environment/Environment"
import { modestHeap } from "#layers/environment/modestHeap"
import * as Live from "#layers/Live"
import * as Simulation from "#layers/simulator/Simulation"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Cause from "effect/Cause"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import packageJson from "../package.json" with { type: "json" }

/** Whether the program has done its work and only waits to be told to stop. */
let stays = false

const doors = Layer.succeed(Doors, {
  live: Live.live,
  embedded: Live.embedded,
  simulated: Live.simulated,
  source: Live.source,
  query: Live.query,
  simulate: Simulation.serve,
  stayUp: Effect.andThen(Effect.sync(() => stays = true), Effect.never)
})

const codes: Readonly<Record<string, number>> = {
  ShowHelp: 2,
  UsageError: 2,
  FaultError: 2,
  SimulationError: 2,
  RecordFileError: 2,
  ConfigError: 78
}

const exitCode = (exit: Exit.Exit<unknown, unknown>): number => {
  if (Exit.isSuccess(exit)) return 0
  if (Cause.hasInterruptsOnly(exit.cause)) return stays ? 0 : INTERRUPTED
  const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause)) as { readonly _tag?: string } | undefined
  return codes[error?._tag ?? ""] ?? 1
}

/** What a shell says of a program that was told to stop in the middle of its work. */
const INTERRUPTED = 130

/** One line for what a person can mend; everything there is for a mistake of the program's own. */
const tell = (cause: Cause.Cause<unknown>): Effect.Effect<void> => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.void
  return Option.match(Cause.findErrorOption(cause), {
    onNone: () => Console.error(`eco2mixd: a mistake in the program itself.\n${Cause.pretty(cause)}`),
    onSome: (error) => {
      const { _tag, message } = error as { readonly _tag?: string; readonly message: string }
      if (_tag === "ShowHelp") return Effect.void
      const line = (_tag === "ConfigError" ? settingLine(message) : message).trim()
      return Console.error(`eco2mixd: ${line.replaceAll(/\s*\n\s*/g, " ")}`)
    }
  })
}

/** The schema's words about a setting, with its name first; they never hold its value. */
const settingLine = (message: string): string => {
  const [, expected, name] = /^SchemaError\(Expected (.*?)\s+at \["(\w+)"\]\)$/s.exec(message) ?? []
  if (name === undefined) return message.replace(/^\w+\((.*)\)$/s, "$1")
  const wrong = process.env[name] ? "is set to something else" : "is not set"
  return `${name} must be ${expected} and ${wrong}; the README's table of settings says what it is for`
}

modestHeap()

Cli.run(packageJson.version).pipe(
  Effect.tapCause(tell),
  Effect.provide([
    doors,
    Cli.output,
    NodeServices.layer,
    ConfigProvider.layer(Environment.provider(process.env)),
    // An answer stands alone on stdout.
    Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])
  ]),
  (program) =>
    NodeRuntime.runMain(program, { disableErrorReporting: true, teardown: (exit, onExit) => onExit(exitCode(exit)) })
)
