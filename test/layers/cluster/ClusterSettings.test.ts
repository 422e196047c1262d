import { checked, config } from "#layers/cluster/ClusterSettings"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"

type Env = Readonly<Record<string, string>>

const given = (env: Env) => Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromEnv({ env }))

const read = (env: Env) => given(env)(config)

const refused = (env: Env) => Effect.map(Effect.flip(read(env)), ({ message }) => message)

describe("ClusterSettings", () => {
  it.effect("has a member that is found on this machine alone, where nothing is said", () =>
    Effect.gen(function*() {
      const here = { host: "127.0.0.1", port: 34_431 }
      assert.deepStrictEqual(yield* read({}), { address: here, listen: here, exports: 2, writers: 6 })
    }))

  it.effect("listens where the others look for it, unless told otherwise", () =>
    Effect.gen(function*() {
      const places = [
        ["eco2mixd-1:34431", { host: "eco2mixd-1", port: 34_431 }],
        ["10.0.0.7:1", { host: "10.0.0.7", port: 1 }],
        ["[::1]:65535", { host: "::1", port: 65_535 }]
      ] as const
      for (const [text, place] of places) {
        assert.deepInclude(yield* read({ ECO2MIXD_CLUSTER_ADDRESS: text }), { address: place, listen: place })
      }
      const both = { ECO2MIXD_CLUSTER_ADDRESS: "eco2mixd-1:34431", ECO2MIXD_CLUSTER_LISTEN: "0.0.0.0:34432" }
      assert.deepInclude(yield* read(both), {
        address: { host: "eco2mixd-1", port: 34_431 },
        listen: { host: "0.0.0.0", port: 34_432 }
      })
    }))

  it.effect("refuses what is no place, and says what one is", () =>
    Effect.gen(function*() {
      const texts = [
        "eco2mixd-1",
        ":34431",
        "eco2mixd-1:",
        "eco2mixd-1:0",
        "eco2mixd-1:65536",
        "::1:34431",
        "a b:1",
        "http://a:1",
        "a:1 "
      ]
      for (const name of ["ECO2MIXD_CLUSTER_ADDRESS", "ECO2MIXD_CLUSTER_LISTEN"]) {
        for (const text of texts) {
          const said = yield* refused({ [name]: text })
          assert.include(said, "a host and a port like eco2mixd-1:34431", text)
          assert.include(said, name)
        }
      }
    }))

  it.effect("lets some export and some write at the same time, by whole numbers", () =>
    Effect.gen(function*() {
      const most = { ECO2MIXD_CLUSTER_EXPORTS: "20", ECO2MIXD_CLUSTER_WRITERS: "64" }
      assert.deepInclude(yield* read(most), { exports: 20, writers: 64 })
      for (const [name, largest] of [["ECO2MIXD_CLUSTER_EXPORTS", 20], ["ECO2MIXD_CLUSTER_WRITERS", 64]] as const) {
        for (const text of ["0", "-1", String(largest + 1), "1.5", "many"]) {
          assert.include(yield* refused({ [name]: text }), name, text)
        }
        assert.include(yield* refused({ [name]: "0" }), `a whole number from 1 to ${largest}`)
      }
    }))

  it.effect("is off where nothing is said, and on only with servers", () =>
    Effect.gen(function*() {
      const on = { ECO2MIXD_CLUSTER: "on" }
      const asked = (env: Env, stores: string) => given(env)(checked(stores))
      assert.isFalse(yield* asked({}, "servers"))
      assert.isFalse(yield* asked({ ECO2MIXD_CLUSTER: "off" }, "embedded"))
      assert.isTrue(yield* asked(on, "servers"))
      const { message } = yield* Effect.flip(asked(on, "embedded"))
      assert.match(message, /ECO2MIXD_STORES=servers, or ECO2MIXD_CLUSTER=off/)
      assert.include((yield* Effect.flip(asked({ ECO2MIXD_CLUSTER: "yes" }, "servers"))).message, "ECO2MIXD_CLUSTER")
    }))
})
