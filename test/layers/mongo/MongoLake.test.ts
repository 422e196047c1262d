import * as MongoClient from "#layers/mongo/MongoClient"
import * as MongoLake from "#layers/mongo/MongoLake"
import { it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as LakeContract from "../../contract/LakeContract.ts"
import * as FerretDb from "../../support/FerretDb.ts"

if (FerretDb.missing === undefined) {
  const lake = Layer.unwrap(Effect.map(FerretDb.url, (url) =>
    MongoLake.layer.pipe(
      Layer.provide(MongoClient.layer),
      Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: { MONGO_URL: url } })))
    )))
  LakeContract.suite("MongoDB", lake)
} else {
  it.skip(`Lake (MongoDB): ${FerretDb.missing}`, () => {})
}
