/** Rows as bytes, in each format. Pure but for what a format must hold back: how rows are cut into batches is not to be seen. */
import { nameOf } from "#domain/Region"
import { COLUMNS, type Question, SOURCE } from "#ports/Extract"
import type { Row } from "#ports/Query"

/** Bytes to be written one after the other: those at the beginning, those of the rows, those at the end. */
export interface Encoder {
  readonly begin: () => Uint8Array
  readonly rows: (rows: ReadonlyArray<Row>) => Uint8Array
  readonly end: () => Uint8Array
}

const NONE = new Uint8Array()

const cells = (row: Row, date: unknown) => [
  row.region,
  nameOf(row.region),
  row.filiere,
  row.nature,
  row.granularity,
  date,
  row.production,
  row.consumption,
  row.exchange,
  row.records,
  row.generation,
  row.version
]

const iso = (row: Row): string => new Date(row.start).toISOString()

/** Rows as lines of UTF-8. */
const lines = (header: string, line: (row: Row) => string): Encoder => {
  const encoder = new TextEncoder()
  return {
    begin: () => encoder.encode(header),
    rows: (rows) => encoder.encode(rows.map(line).join("")),
    end: () => NONE
  }
}

/** RFC 4180 with LF; null is empty. No region's name and no word of the source's has a comma or a quote. */
const csv = () => lines(`${COLUMNS.join(",")}\n`, (row) => `${cells(row, iso(row)).join(",")}\n`)

const jsonl = () =>
  lines("", (row) => {
    const values = cells(row, iso(row))
    return `${JSON.stringify(Object.fromEntries(COLUMNS.map((name, column) => [name, values[column]])))}\n`
  })

/** Rows a row group: enough for a reader to skip by, few enough to be held at once. */
const ROW_GROUP = 50_000

const TEXT = { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" } as const
const MEGAWATTS = { type: "DOUBLE", repetition_type: "OPTIONAL" } as const
const NUMBER = { type: "INT32", repetition_type: "REQUIRED" } as const

const TYPES = {
  code_insee_region: TEXT,
  libelle_region: TEXT,
  filiere: TEXT,
  nature: TEXT,
  granularity: TEXT,
  // Said in both ways: without the second one readers take it for a wall clock, and old readers know the first alone.
  date_heure: {
    type: "INT64",
    converted_type: "TIMESTAMP_MILLIS",
    logical_type: { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" },
    repetition_type: "REQUIRED"
  },
  avg_production: MEGAWATTS,
  avg_consumption: MEGAWATTS,
  avg_physical_exchange: MEGAWATTS,
  record_count: NUMBER,
  generation: NUMBER,
  version: NUMBER
} as const satisfies Readonly<Record<(typeof COLUMNS)[number], object>>

/** Row groups of the same size whatever comes at once, Snappy of the library's own: a system's zlib is not everywhere the same. */
const parquet = async (): Promise<Encoder> => {
  // Only where it is asked for: other commands need not wait for it.
  const { ByteWriter, ParquetWriter } = await import("hyparquet-writer")
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: "root", num_children: COLUMNS.length },
      ...COLUMNS.map((name) => ({ name, ...TYPES[name] }))
    ],
    createdBy: "eco2mixd",
    kvMetadata: [{ key: "source", value: SOURCE }]
  })
  let held: ReadonlyArray<Row> = []

  /** What has been written since. */
  const taken = (): Uint8Array => {
    const piece = bytes.getBytes().slice()
    bytes.index = 0
    return piece
  }

  const group = (rows: ReadonlyArray<Row>): void => {
    if (rows.length === 0) return
    const values = rows.map((row) => cells(row, new Date(row.start)))
    void writer.write({
      columnData: COLUMNS.map((name, column) => ({ name, data: values.map((row) => row[column]) })),
      rowGroupSize: ROW_GROUP
    })
  }

  return {
    begin: taken,
    rows: (rows) => {
      held = [...held, ...rows]
      const whole = held.length - held.length % ROW_GROUP
      group(held.slice(0, whole))
      held = held.slice(whole)
      return taken()
    },
    end: () => {
      group(held)
      void writer.finish()
      return taken()
    }
  }
}

export const encoders: Readonly<Record<Question["format"], () => Encoder | Promise<Encoder>>> = { csv, jsonl, parquet }
