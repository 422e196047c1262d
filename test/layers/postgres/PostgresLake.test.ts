import * as PostgresLake from "#layers/postgres/PostgresLake"
import * as Layer from "effect/Layer"
import * as LakeContract from "../../contract/LakeContract.ts"
import * as EmbeddedStores from "../../support/EmbeddedStores.ts"

LakeContract.suite("PostgreSQL", PostgresLake.layer.pipe(Layer.provide(EmbeddedStores.layer)))
