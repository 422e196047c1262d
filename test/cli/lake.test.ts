/** A lake as a file: the same whoever keeps it, read back whole or not at all. */
import * as OdreServer from "#layers/simulator/OdreServer"
import * as SimulatedGrid from "#layers/simulator/SimulatedGrid"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync, gzipSync } from "node:zlib"
import { temporaryFolder } from "../support/EmbeddedStores.ts"
import * as FerretDb from "../support/FerretDb.ts"
import * as Program from "../support/Program.ts"
import { servers } from "../support/Servers.ts"

const TABLE =
  `select count(*) as rows, md5(string_agg(concat_ws('|', code_insee_region, filiere, nature, granularity, date_heure,
  avg_production, avg_consumption, avg_physical_exchange, record_count, version), ',' order by code_insee_region, filiere,
  nature, granularity, date_heure)) as digest from regional_energy_current`

describe.skipIf(FerretDb.missing !== undefined)(`lake ${FerretDb.missing ?? ""}`, () => {
  it.live(
    "is saved and loaded whole, by another kind of keeper too, and its rows come back",
    () =>
      Effect.gen(function*() {
        const { url } = yield* OdreServer.serve({ grid: SimulatedGrid.make({ seed: 3 }) })
        const embedded = yield* Program.embeddedUp(url)
        const folder = yield* temporaryFolder
        const file = (name: string) => join(folder, name)
        const ok = Effect.fnUntraced(function*(args: ReadonlyArray<string>, settings: Program.Settings) {
          const done = yield* Program.run(args, settings)
          assert.strictEqual(done.code, 0, done.stderr)
          return done.stdout
        })
        const refused = (args: ReadonlyArray<string>, settings: Program.Settings, words: RegExp) =>
          Effect.map(Program.run(args, settings), ({ code, stderr }) => {
            assert.strictEqual(code, 1, stderr)
            assert.match(stderr, words)
          })
        yield* ok(["run"], embedded)
        assert.match(yield* ok(["lake", "save", file("a.gz")], embedded), /^[1-9].* revisions saved/)
        yield* refused(["lake", "save", file("a.gz")], embedded, /a\.gz is there already.*--force/)

        const others = yield* servers(url)
        const lines = gunzipSync(readFileSync(file("a.gz"))).toString("utf8")
        writeFileSync(file("cut.gz"), gzipSync(lines.slice(0, lines.length / 2)))
        yield* refused(
          ["lake", "load", file("cut.gz")],
          others,
          /cut\.gz is no whole file of a lake|cut\.gz can't be read/
        )
        writeFileSync(file("none.gz"), "hello")
        yield* refused(["lake", "load", file("none.gz")], others, /none\.gz/)
        yield* refused(["lake", "load", file("absent.gz")], others, /absent\.gz.*ENOENT/)

        // What the one that was cut has brought stays: the same lake's.
        assert.match(yield* ok(["lake", "load", file("a.gz")], others), /^[1-9].* revisions read, [1-9].* of them/)
        assert.match(yield* ok(["lake", "load", file("a.gz")], others), / revisions read, 0 of them/)
        yield* ok(["lake", "save", file("b.gz")], others)
        assert.strictEqual(gunzipSync(readFileSync(file("b.gz"))).toString("utf8"), lines)
        assert.isFalse(existsSync(file("b.gz.part")))

        const { from, to } = (yield* Program.ask<{ from: string; to: string }>(
          "select min(day)::text as from, max(day)::text as to from published_days",
          embedded
        ))[0]!
        yield* ok(["replay", "--from", from, "--to", to], others)
        assert.deepStrictEqual(yield* Program.ask(TABLE, others), yield* Program.ask(TABLE, embedded))

        const third = yield* Program.embeddedUp(url)
        yield* refused(["lake", "load", file("a.gz")], third, /has the id/)
      }).pipe(Effect.scoped),
    180_000
  )
})
