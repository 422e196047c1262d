/** Source to lake, as `ingest` does it: the first time it fills the lake, and later it finds that nothing has changed. */
import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as OdreIngest from "#layers/odre/OdreIngest"
import { ingest } from "#pipelines/ingest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { asked } from "../Measured.ts"
import * as Ours from "../Ours.ts"

const ask = asked()
const source = Layer.provide(
  OdreIngest.layer,
  ConfigProvider.layer(ConfigProvider.fromEnv({ env: { ECO2MIXD_SOURCE_URL: ask.source } }))
)
const read = Effect.gen(function*() {
  let records = 0
  let revisions = 0
  yield* ingest(Ours.runOf(ask), ask.dataset, ask.days, (more) =>
    Effect.sync(() => {
      records += more.records ?? 0
      revisions += more.revisions ?? 0
    }))
  if (ask["unchanged"] === true && revisions > 0) throw new Error(`${revisions} revisions were new, and none should be`)
  return records
})
await Ours.measured(read, Layer.mergeAll(Ours.lake(ask), MemoryLedger.layer, source))
