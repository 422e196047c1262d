/** What every lake promises, tried on the one that is handed in. Each test has days of its own. */
import type { Day } from "#domain/Day"
import { type Excerpts, toExcerpts } from "#domain/Excerpts"
import { type Excerpt, keyOf, type Revision } from "#domain/Revision"
import { Lake } from "#ports/Lake"
import { RECIPE } from "#transform/recipe"
import { assert, layer as withLayer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { revision, RUN } from "../support/revisions.ts"

const only = (day: Day) => ({ from: day, to: day })

const collected = <E>(batches: Stream.Stream<Excerpts, E>): Effect.Effect<ReadonlyArray<Excerpt>, E> =>
  Effect.map(Stream.runCollect(batches), (batches) => batches.flatMap(toExcerpts))

/** `room`: whether what it holds takes any, beside this process's memory. */
export const suite = <E>(name: string, lake: Layer.Layer<Lake, E>, room = true) =>
  withLayer(lake, { excludeTestServices: true })(`Lake (${name})`, (it) => {
    // First of all: whoever asks for its id gives it one.
    it.effect("takes the id of the lake that it is to be the copy of, and none once it has its own", () =>
      Effect.gen(function*() {
        const { adopt, id, idIfAny } = yield* Lake
        const own = (yield* idIfAny) ?? crypto.randomUUID()
        assert.strictEqual(yield* idIfAny, yield* idIfAny)
        yield* adopt(own)
        yield* adopt(own)
        const error = yield* Effect.flip(adopt(crypto.randomUUID()))
        assert.strictEqual(error.reason, "Refused")
        assert.include(error.message, own)
        assert.strictEqual(yield* id, own)
        assert.strictEqual(yield* idIfAny, own)
      }))

    it.effect("has one id, whoever asks", () =>
      Effect.gen(function*() {
        const { id } = yield* Lake
        const ids = yield* Effect.all([id, id, id], { concurrency: "unbounded" })
        assert.match(ids[0], /^[0-9a-f-]{36}$/)
        assert.strictEqual(new Set(ids).size, 1)
      }))

    it.effect("shows the last revision of each key in the days, and of no other day", () =>
      Effect.gen(function*() {
        const { insert, latest } = yield* Lake
        const day = "2020-03-01"
        const kept = [
          revision(day, 0),
          revision(day, 0, { revision: 2, fingerprint: "3459" }),
          revision(day, 1),
          revision("2020-02-29", 95),
          revision("2020-03-02", 0)
        ]
        assert.deepStrictEqual(yield* insert(kept), [])
        const last = yield* latest(only(day), RECIPE)
        assert.deepStrictEqual([...last.keys()].toSorted(), [kept[1]!, kept[2]!].map(keyOf).toSorted())
        assert.deepInclude(last.get(keyOf(kept[0]!)), { revision: 2, fingerprint: "3459" })
      }))

    it.effect("leaves a number that is taken as it is, and says so", () =>
      Effect.gen(function*() {
        const { documents, insert, latest } = yield* Lake
        const day = "2020-03-05"
        yield* insert([revision(day, 0)])
        const rival = revision(day, 0, { fingerprint: "1", record: "{}" })
        const next = revision(day, 1)
        assert.deepStrictEqual(yield* insert([rival, next]), [rival])
        assert.strictEqual((yield* latest(only(day), RECIPE)).get(keyOf(rival))?.fingerprint, "3458")
        assert.strictEqual((yield* documents(only(day))).get(day), 2)
      }))

    it.effect("gives each number to one of two writers at once", () =>
      Effect.gen(function*() {
        const { documents, insert } = yield* Lake
        const day = "2020-03-06"
        const writer = (fingerprint: string) =>
          Array.from({ length: 96 }, (_, quarter) => revision(day, quarter, { fingerprint }))
        const lost = yield* Effect.all([insert(writer("1")), insert(writer("2"))], { concurrency: "unbounded" })
        assert.strictEqual(lost[0].length + lost[1].length, 96)
        assert.strictEqual((yield* documents(only(day))).get(day), 96)
      }))

    it.effect("counts documents by Paris day, over midnight and both clock changes", () =>
      Effect.gen(function*() {
        const { documents, insert } = yield* Lake
        const days = [["2021-03-27", 96], ["2021-03-28", 92], ["2021-10-31", 100], ["2021-11-01", 96]] as const
        const all = days.flatMap(([day, count]) =>
          Array.from({ length: count }, (_, quarter) => revision(day, quarter))
        )
        yield* insert([...all, revision("2021-03-28", 0, { revision: 2 })])
        const counted = yield* documents({ from: "2021-03-27", to: "2021-11-01" })
        assert.deepStrictEqual([...counted].toSorted(), [
          ["2021-03-27", 96],
          ["2021-03-28", 93],
          ["2021-10-31", 100],
          ["2021-11-01", 96]
        ])
        assert.isTrue([...counted].every(([day]) => day >= "2021-03-27"))
        assert.strictEqual((yield* documents()).get("2021-10-31"), 100)
      }))

    it.effect("streams every revision of the days, by instant, over many batches, and lets go where it is left early", () =>
      Effect.gen(function*() {
        const { excerpts, insert } = yield* Lake
        const range = { from: "2019-01-01", to: "2019-01-31" } as const
        const all = Array.from({ length: 31 * 96 }, (_, quarter) => [
          revision(range.from, quarter),
          revision(range.from, quarter, { region: "11" }),
          revision(range.from, quarter, { region: "11", revision: 2, fingerprint: `${quarter}` })
        ]).flat()
        yield* insert([...all.toReversed(), revision("2018-12-31", 95), revision("2019-02-01", 0)])
        const seen = yield* collected(excerpts(range, RECIPE))
        assert.strictEqual(seen.length, all.length)
        assert.isTrue(seen.every((excerpt, index) => index === 0 || seen[index - 1]!.instant <= excerpt.instant))
        assert.isTrue(seen.every(({ record }) => record === null))
        assert.deepStrictEqual(new Set(seen.map(numbered)), new Set(all.map(numbered)))
        // Left early, it lets go of the server: more often than any keeper has connections.
        for (let times = 0; times < 9; times++) {
          const [first] = yield* collected(Stream.take(excerpts(range, RECIPE), 1))
          assert.strictEqual(first?.instant, seen[0]!.instant)
        }
      }))

    it.effect("brings the record of what other rules have read, verbatim", () =>
      Effect.gen(function*() {
        const { excerpts, insert, latest } = yield* Lake
        const day = "2020-03-10"
        const texts = [
          "{\"a\" : 1,  \"a\":2, \"libelle\":\"Provence-Alpes-Côte d'Azur\"}",
          String.raw`{"nul":"\u0000","half":"\ud800","big":1e400}`,
          `{"deep":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
          "{\"$set\":{\"__proto__\":null},\"a.b\":\"€\"}"
        ]
        const old = texts.map((record, quarter) => revision(day, quarter, { record, recipe: RECIPE - 1 }))
        yield* insert([...old, revision(day, 50)])
        const seen = yield* collected(excerpts(only(day), RECIPE))
        assert.deepStrictEqual(seen.map(({ record }) => record), [...texts, null])
        const last = yield* latest(only(day), RECIPE)
        assert.deepStrictEqual(old.map((one) => last.get(keyOf(one))?.record), texts)
        assert.isNull(last.get(keyOf(revision(day, 50)))?.record)
      }))

    it.effect("streams every revision of the days whole, by instant", () =>
      Effect.gen(function*() {
        const { insert, revisions } = yield* Lake
        const range = { from: "2019-03-01", to: "2019-03-07" } as const
        const all = Array.from({ length: 7 * 96 }, (_, quarter) => [
          revision(range.from, quarter, { fetchedAt: Date.UTC(2020, 2, 18, 3, 4, 5, quarter % 1_000) }),
          revision(range.from, quarter, {
            revision: 2,
            recipe: RECIPE - 1,
            record: `{"n" :  ${quarter}, "é":"\\u0000"}`
          })
        ]).flat()
        yield* insert([...all.toReversed(), revision("2019-02-28", 95), revision("2019-03-08", 0)])
        const seen = yield* Stream.runCollect(revisions(range))
        assert.isTrue(seen.every(({ instant }, index) => index === 0 || seen[index - 1]!.instant <= instant))
        const inOrder = seen.toSorted((a, b) => a.instant - b.instant || a.revision - b.revision)
        assert.deepStrictEqual(inOrder, all)
        assert.deepStrictEqual(yield* Stream.runCollect(revisions(only("2019-04-01"))), [])
      }))

    it.effect("keeps a revision whole", () =>
      Effect.gen(function*() {
        const { excerpts, insert } = yield* Lake
        const day = "2020-03-14"
        const one = revision(day, 7, {
          region: "76",
          nature: "Données définitives",
          fingerprint: "1;-2;;0.5",
          runId: RUN
        })
        yield* insert([one])
        assert.deepStrictEqual(yield* collected(excerpts(only(day), RECIPE)), [{
          region: one.region,
          nature: one.nature,
          instant: one.instant,
          revision: 1,
          fingerprint: "1;-2;;0.5",
          record: null
        }])
      }))

    it.effect("tells all that was said of a region at an instant, by nature and revision", () =>
      Effect.gen(function*() {
        const { history, insert } = yield* Lake
        const day = "2020-03-18"
        const said = [
          revision(day, 7, { region: "11", fetchedAt: Date.UTC(2020, 2, 18, 3, 4, 5, 678) }),
          ...[2, 3, 10].map((number) =>
            revision(day, 7, { region: "11", revision: number, fingerprint: `${number}`, record: `{"n" : ${number}}` })
          ),
          revision(day, 7, { region: "11", nature: "Données consolidées", recipe: RECIPE - 1 }),
          revision(day, 7, { region: "11", nature: "Données définitives", fingerprint: "1;-2;;0.5" })
        ]
        const others = [
          revision(day, 6, { region: "11" }),
          revision(day, 8, { region: "11" }),
          revision(day, 7, { region: "93" }),
          revision(day, 7, { region: "24" })
        ]
        yield* insert([...said, ...others].toReversed())
        const { instant } = said[0]!
        assert.deepStrictEqual(yield* history("11", instant), said)
        assert.deepStrictEqual(yield* history("11", instant + 1_000), [])
        assert.deepStrictEqual(yield* history("53", instant), [])
      }))

    it.effect("knows how much it holds, and the room that it takes", () =>
      Effect.gen(function*() {
        const { documents, id, insert, size } = yield* Lake
        // Whatever else it keeps of itself is no document.
        yield* id
        const day = "2020-03-22"
        const held = Effect.map(documents(), (days) => [...days.values()].reduce((sum, count) => sum + count, 0))
        const before = yield* held
        yield* insert([revision(day, 0), revision(day, 1)])
        yield* insert([revision(day, 1, { fingerprint: "1" }), revision(day, 2)])
        const all = yield* held
        assert.strictEqual(all, before + 3)
        // A server counts what it has taken a moment later.
        const { bytes, documents: counted } = yield* Effect.repeat(Effect.delay(size, "50 millis"), {
          until: ({ documents }) => documents === all,
          times: 600
        })
        assert.strictEqual(counted, all)
        if (room) assert.isTrue(bytes.data > 0 && bytes.indexes > 0, JSON.stringify(bytes))
        else assert.deepStrictEqual(bytes, { data: 0, indexes: 0 })
      }))
  })

const numbered = (one: Pick<Revision, "region" | "nature" | "instant" | "revision">): string =>
  `${keyOf(one)}|${one.revision}`
