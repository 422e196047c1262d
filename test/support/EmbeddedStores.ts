/** A PostgreSQL of its own for each test file, in a folder that is gone afterwards. */
import * as EmbeddedPostgres from "#layers/postgres/EmbeddedPostgres"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A folder for the life of a scope. */
export const temporaryFolder = Effect.acquireRelease(
  Effect.promise(() => mkdtemp(join(tmpdir(), "eco2mixd-test-"))),
  (folder) => Effect.promise(() => rm(folder, { recursive: true, force: true }))
)

export const layer = Layer.unwrap(Effect.map(temporaryFolder, (folder) =>
  Layer.provide(
    EmbeddedPostgres.layer,
    ConfigProvider.layer(
      ConfigProvider.fromEnv({ env: { ECO2MIXD_DATA_DIR: folder, ECO2MIXD_EMBEDDED_PORT: "0" } })
    )
  )))
