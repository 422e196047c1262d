/**
 * A part of the table as a file to hand on, with a manifest beside it that says what it is. The same question over the same
 * data gives the same bytes, on any machine: neither file says when, where or by which run it was written.
 */
import type { DayRange } from "#domain/Day"
import type { Region } from "#domain/Region"
import { failure } from "#ports/failure"
import type { Row } from "#ports/Query"
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"

/** Why there is no file: one of this name is there already, another extract is being written to it, or it can't be written. */
export class ExtractError
  extends Schema.TaggedError<ExtractError>()("ExtractError", failure(["Exists", "Busy", "Unwritable"]))
{
  override get message() {
    return this.detail
  }
}

export const FORMATS = ["csv", "parquet", "jsonl"] as const

/** The columns of an extract, in every format: those of `regional_energy_stats`, but for when and by which run. */
export const COLUMNS = [
  "code_insee_region",
  "libelle_region",
  "filiere",
  "nature",
  "granularity",
  "date_heure",
  "avg_production",
  "avg_consumption",
  "avg_physical_exchange",
  "record_count",
  "generation",
  "version"
] as const

/** The licence asks for it wherever the data goes. */
export const SOURCE = "RTE / ODRÉ, éCO2mix, Licence Ouverte 2.0"

/** What was asked for. */
export interface Question {
  readonly format: (typeof FORMATS)[number]
  readonly days: DayRange
  readonly granularity: "instant" | "day"
  /** All where none is named. */
  readonly regions: ReadonlyArray<Region>
  /** In milliseconds since 1970 UTC; null for all that was known. */
  readonly asOf: number | null
}

/** What stands beside the file, in `FILE.manifest.json`. */
export interface Manifest {
  /** Without its folder. */
  readonly file: string
  readonly format: Question["format"]
  /** Of the whole file, in hexadecimal. */
  readonly sha256: string
  readonly bytes: number
  readonly rows: number
  readonly from: string
  readonly to: string
  readonly as_of: string | null
  readonly granularity: Question["granularity"]
  readonly regions: ReadonlyArray<Region>
  readonly source: string
  readonly columns: ReadonlyArray<string>
}

/** An extract that is being written. */
export interface Extraction {
  /** In the order in which they come; however they are cut into batches, the file is the same. */
  readonly append: (rows: ReadonlyArray<Row>) => Effect.Effect<void, ExtractError>
  /** The file and its manifest stand there, whole. */
  readonly close: Effect.Effect<Manifest, ExtractError>
}

export class Extract extends Context.Service<Extract, {
  /**
   * Begins an extract. Until it is closed nothing stands under the file's name, or what stood there before; a scope that
   * ends without that leaves nothing behind.
   */
  readonly open: (
    file: string,
    question: Question,
    replace: boolean
  ) => Effect.Effect<Extraction, ExtractError, Scope.Scope>
}>()("eco2mixd/ports/Extract") {}
