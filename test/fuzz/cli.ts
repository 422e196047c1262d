/**
 * Whatever is typed: done, or refused in one line with a documented code. The commands run in this process, thousands of them
 * in seconds, over stores in memory that are read, and closed doors to all that would write; a few run as the program itself.
 */
import * as Cli from "#cli/Cli"
import { Doors, type StartError } from "#cli/Doors"
import { exitCode, tell } from "#cli/ending"
import * as Live from "#layers/Live"
import * as MemoryLeadership from "#layers/memory/MemoryLeadership"
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as MemoryQuery from "#layers/memory/MemoryQuery"
import * as MemorySink from "#layers/memory/MemorySink"
import { SinkError } from "#ports/Sink"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stdio from "effect/Stdio"
import * as Program from "../support/Program.ts"
import { argv, harmless } from "./argv.ts"
import { claim, type Claims } from "./Fuzz.ts"

const closed = new SinkError({ reason: "Refused", during: "test", detail: "the door is closed" })
const door = <A>(): Layer.Layer<A, StartError> => Layer.effectContext(Effect.fail(closed))
const wall = <A>(): Layer.Layer<A> => door<A>() as Layer.Layer<A>

const stores = Layer.mergeAll(MemoryQuery.layer, MemoryLeadership.layer).pipe(
  Layer.provideMerge(Layer.mergeAll(MemoryLedger.layer, MemorySink.layer))
)

const doors = Layer.succeed(Doors, {
  live: door(),
  rehearsal: door(),
  embedded: door(),
  simulated: door(),
  source: door(),
  query: stores,
  reading: stores,
  extract: wall(),
  migrations: door(),
  lake: door(),
  lakeFile: wall(),
  cluster: Effect.succeed(null),
  copying: { source: door(), target: door() },
  plan: wall(),
  notices: wall(),
  http: door(),
  telemetry: Layer.empty,
  logs: Layer.empty,
  secrets: wall(),
  settings: Live.settings({}),
  checkup: wall(),
  // On this machine, whatever it was told: no name is looked up.
  simulate: (options) => Live.simulate({ ...options, host: "127.0.0.1", port: 0 }),
  stayUp: Effect.interrupt
})

/** How the words end, and what is said meanwhile. */
const said = Effect.fnUntraced(function*(args: ReadonlyArray<string>) {
  const out: Array<string> = []
  const errors: Array<string> = []
  const note = (lines: Array<string>) => (...parts: ReadonlyArray<unknown>) =>
    void lines.push(parts.map(String).join(" "))
  const seen: Console.Console = { ...console, log: note(out), error: note(errors) }
  const exit = yield* Cli.run("0.0.0", doors).pipe(
    Effect.tapCause(tell),
    Effect.provide([
      Cli.output,
      Layer.merge(NodeServices.layer, Stdio.layerTest({ args: Effect.succeed(args) })),
      ConfigProvider.layer(ConfigProvider.fromEnv({ env: {} })),
      Logger.layer([])
    ]),
    Effect.provideService(Console.Console, seen),
    Effect.timeout("20 seconds"),
    Effect.exit
  )
  return { code: exitCode(exit, false), out: out.join("\n"), errors: errors.join("\n") }
})

interface Said {
  readonly code: number | null
  readonly out: string
  readonly errors: string
}

const isRefusedInWords = (codes: ReadonlyArray<number>) => ({ code, errors, out }: Said) => {
  assert.include(codes, code, errors)
  assert.notMatch(errors, /\n\s+at |a mistake in the program/)
  assert.notMatch(out, /\n\s+at .*:\d+:\d+/)
  if (code === 0 || code === 130) return
  // A command that is only the first half of one shows what the other may be.
  if (code === 2 && errors === "") return void assert.match(out, /USAGE\n/)
  const lines = errors.trimEnd().split("\n")
  assert.strictEqual(lines.length, 1, errors)
  assert.match(errors, /^eco2mixd: .*\S/)
}

const away = {
  ECO2MIXD_STORES: "servers",
  MONGO_URL: "mongodb://127.0.0.1:1/x",
  DATABASE_URL: "postgres://me:correcthorse7batterystaple@127.0.0.1:1/x"
}

export const claims: Claims = Effect.succeed([
  claim(
    "any words are a command or are refused in one line",
    500,
    argv,
    (args) => Effect.map(said(args), isRefusedInWords([0, 1, 2, 130]))
  ),
  claim("so is the program itself", 2, harmless, (args) =>
    Effect.map(
      Program.run(args, away),
      ({ code, stderr, stdout }) => isRefusedInWords([0, 1, 2])({ code, out: stdout, errors: stderr })
    ))
])
