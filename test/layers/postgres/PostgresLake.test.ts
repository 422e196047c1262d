import * as PostgresLake from "#layers/postgres/PostgresLake"
import * as Layer from "effect/Layer"
import * as LakeContract from "../../contract/LakeContract.ts"
import * as LakeTelling from "../../contract/LakeTelling.ts"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"

const lake = PostgresLake.layer.pipe(Layer.provide(EmbeddedStores.layer))

LakeContract.suite("PostgreSQL", lake)

const statement = ["eco2mixd"]

LakeTelling.suite("PostgreSQL", lake, {
  module: "PostgresLake",
  system: "postgresql",
  namespace: /^eco2mixd$/,
  commands: {
    insert: statement,
    id: statement,
    latest: statement,
    documents: statement,
    history: statement,
    size: statement
  },
  streamed: statement
})
