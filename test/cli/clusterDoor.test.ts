/** Where a daemon listens for those that share its work: on this machine alone unless told otherwise; and what it says where it can't. */
import { freePort } from "#layers/postgres/freePort"
import type { SettingsReport } from "#ports/Settings"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { connect } from "node:net"
import { daemon } from "../support/Daemon.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as Program from "../support/Program.ts"
import { servers } from "../support/Servers.ts"

/** This machine under an address that only who listens on all of them answers at. */
const ELSEWHERE = "127.0.0.2"

/** For documentation alone: no machine has it. */
const NOBODY = "192.0.2.1"

const answers = (host: string, port: number) =>
  Effect.promise(() =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, host)
      socket.on("connect", () => resolve(true)).on("error", () => resolve(false))
      socket.on("connect", () => socket.destroy())
    })
  )

describe.skipIf(FerretDb.missing !== undefined)(`a daemon of a cluster ${FerretDb.missing ?? ""}`, () => {
  it.live("listens for the others on this machine alone, unless it is told otherwise", () =>
    Effect.gen(function*() {
      const { stdout } = yield* Program.run(["config", "--json"], {})
      const standard = new Map((JSON.parse(stdout) as SettingsReport).settings.map((one) => [one.name, one.default]))
      assert.deepStrictEqual(
        [standard.get("ECO2MIXD_CLUSTER_ADDRESS"), standard.get("ECO2MIXD_CLUSTER_LISTEN")],
        ["127.0.0.1:34431", null]
      )

      const port = yield* Effect.promise(() => freePort())
      const settings = {
        ...yield* servers("http://127.0.0.1:9"),
        ECO2MIXD_CATCH_UP: "none",
        ECO2MIXD_CLUSTER: "on",
        ECO2MIXD_CLUSTER_ADDRESS: `127.0.0.1:${port}`
      }
      const one = yield* daemon(settings)
      assert.deepStrictEqual([yield* answers("127.0.0.1", port), yield* answers(ELSEWHERE, port)], [true, false])

      // Taken by the one that is up, or by anything else.
      const taken = yield* Program.run(["start"], { ...settings, ECO2MIXD_HTTP_PORT: "0" })
      assert.strictEqual(taken.code, 1, taken.stderr)
      assert.match(
        taken.stderr,
        new RegExp(`Can't listen .* 127\\.0\\.0\\.1, port ${port}: .*ECO2MIXD_CLUSTER_ADDRESS of its own`)
      )
      // Deno's task may listen on this machine alone, and says so itself.
      if ("Deno" in globalThis) return
      const away = yield* Program.run(["start"], {
        ...settings,
        ECO2MIXD_HTTP_PORT: "0",
        ECO2MIXD_CLUSTER_LISTEN: `${NOBODY}:${port}`
      })
      assert.strictEqual(away.code, 1, away.stderr)
      assert.match(away.stderr, new RegExp(`Can't listen .* 192\\.0\\.2\\.1, port ${port}: .*ECO2MIXD_CLUSTER_LISTEN`))

      one.signal("SIGTERM")
      yield* one.ended
      const open = yield* daemon({ ...settings, ECO2MIXD_CLUSTER_LISTEN: `0.0.0.0:${port}` })
      assert.isTrue(yield* answers(ELSEWHERE, port))
      open.signal("SIGTERM")
      yield* open.ended
    }).pipe(Effect.scoped), 90_000)
})
