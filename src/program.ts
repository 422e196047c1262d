/** The program: its commands, handed the technologies that the settings choose. */
import * as Cli from "#cli/Cli"
import { Doors } from "#cli/Doors"
import { exitCode, tell } from "#cli/ending"
import * as Environment from "#layers/environment/Environment"
import { stopSoon } from "#layers/environment/stopSoon"
import { stopWithReader } from "#layers/environment/stopWithReader"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import packageJson from "../package.json" with { type: "json" }

stopSoon()
stopWithReader()

/** Whether the program has done its work and only waits to be told to stop. */
let stays = false

/** Loaded once a command wants them: whoever asks for help waits for no technology. */
const doors = Layer.unwrap(Effect.promise(async () => {
  const Live = await import("#layers/Live")
  return Layer.succeed(Doors, {
    live: Live.live,
    rehearsal: Live.rehearsal,
    embedded: Live.embedded,
    simulated: Live.simulated,
    source: Live.source,
    query: Live.query,
    reading: Live.reading,
    extract: Live.extract,
    migrations: Live.migrations,
    copying: Live.copying,
    lake: Live.lake,
    lakeFile: Live.lakeFile,
    plan: Live.plan,
    cluster: Live.cluster,
    notices: Live.notices,
    http: Live.http(packageJson.version),
    telemetry: Live.telemetry(packageJson.version),
    logs: Live.logs,
    secrets: Live.secrets,
    settings: Live.settings(process.env),
    checkup: Live.checkup(process.env),
    simulate: Live.simulate,
    stayUp: Effect.andThen(Effect.sync(() => stays = true), Effect.never)
  })
}))

const program = Cli.run(packageJson.version, doors).pipe(
  Effect.tapCause(tell),
  Effect.provide([
    Cli.output,
    NodeServices.layer,
    ConfigProvider.layer(Environment.provider(process.env)),
    // An answer stands alone on stdout.
    Logger.layer([Logger.withConsoleError(Logger.formatLogFmt)])
  ])
)

NodeRuntime.runMain(program, {
  disableErrorReporting: true,
  teardown: (exit, onExit) => {
    const code = exitCode(exit, stays)
    if (code !== 0) return onExit(code)
    // As soon as all that was said is written, and not when a collector that never answers has been given up.
    process.stdout.write("", () => process.exit(0))
  }
})
