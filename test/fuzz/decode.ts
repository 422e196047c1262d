/** Whatever the source sends: every record is counted once, what can't be read is kept verbatim, and no number is made up. */
import { NATURES } from "#domain/Nature"
import { MEASURES } from "#domain/Observation"
import { ALL } from "#domain/Region"
import { jsonOf, MAX_RECORD_BYTES, type SourceRecord } from "#domain/SourceRecord"
import { sort } from "#pipelines/ingest"
import { decode } from "#transform/decode"
import { fingerprint, measuresOf } from "#transform/fingerprint"
import { assert } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { claim, type Claims } from "./Fuzz.ts"
import { among, anyJson, anyText, day, jsonText, listOf, moment, mostly, oneOf, textOf } from "./inputs.ts"

const TR = "eco2mix-regional-tr"

/** A measure as the source writes it, and as it might one day. */
const measure = oneOf<unknown>(
  among([0, -471, 5032, 450.5, null, "", "-", "ND", " 7 ", "+4", "115", "-2", "1e2", ".5", "5."]),
  textOf(["1", "2", ".", "-", "+", "e", " ", "0", "ND", ","], 6),
  anyJson
)

const known = Arbitrary.all({
  code_insee_region: mostly<unknown>(among(ALL), 8, anyJson),
  nature: mostly<unknown>(among(NATURES), 8, anyJson),
  date_heure: mostly<unknown>(moment, 8, anyJson),
  date: mostly<unknown>(day, 4, anyJson),
  heure: oneOf<unknown>(among(["00:00", "02:30", "23:45"]), anyJson)
})

const fields = Arbitrary.map(
  Arbitrary.all([
    known,
    listOf(Arbitrary.all([mostly<string>(among(MEASURES), 6, anyText), measure]), 14),
    listOf(among(["code_insee_region", "nature", "date_heure", "date", "heure"]), 1)
  ]),
  ([record, measures, missing]) =>
    Object.fromEntries(
      [...Object.entries<unknown>(record), ...measures].filter(([name]) =>
        !(missing as ReadonlyArray<string>).includes(name)
      )
    )
)

const recordOf = (text: string): SourceRecord => ({ text, json: jsonOf(text), bytes: Buffer.byteLength(text) })

const record = Arbitrary.map(
  mostly(Arbitrary.map(fields, jsonText), 4, oneOf(Arbitrary.map(anyJson, jsonText), anyText)),
  recordOf
)

/** A line that was cut, or into which something fell. */
const damaged = Arbitrary.map(
  Arbitrary.all([record, Arbitrary.map(among([0, 0.1, 0.3, 0.5, 0.7, 0.9, 1]), Number), anyText]),
  ([{ text }, share, put]) => {
    const at = Math.floor(text.length * share)
    return recordOf(text.slice(0, at) + put + text.slice(at + 1))
  }
)

/** What a measure means, told another way than `decode` tells it: undefined where it means nothing. */
const meaning = (raw: unknown): number | null | undefined => {
  if (raw === undefined || raw === null) return null
  if (typeof raw === "string") {
    const text = raw.trim()
    if (["", "-", "ND"].includes(text)) return null
    if (/[^0-9.eE+-]/.test(text) || Number.isNaN(Number(text))) return undefined
    return meaning(Number(text))
  }
  return typeof raw === "number" && Number.isFinite(raw) && Math.abs(raw) <= 1e7 ? raw : undefined
}

const everyRecordOnce = (records: ReadonlyArray<SourceRecord>) => {
  const { blank, ghost, heard, quarantined } = sort(TR, records)
  const refused = records.filter((one) => Result.isFailure(decode(one)))
  assert.strictEqual(heard.length + blank + ghost + refused.length, records.length)
  const texts = new Map<string, number>()
  for (const { text } of records) texts.set(text, (texts.get(text) ?? 0) + 1)
  for (const { detail, text } of quarantined) {
    assert.isTrue(texts.has(text), "what is set aside is what came")
    assert.isNotEmpty(detail)
    assert.isAtMost(detail.length, 400)
  }
  for (const { text } of refused) assert.isTrue(quarantined.some((one) => one.text === text))
  for (const one of heard) assert.isTrue(texts.has(one.record))
}

const saysWhatItSaid = (record: SourceRecord) => {
  const said = decode(record)
  assert.deepStrictEqual(decode(record), said)
  if (Result.isFailure(said) || said.success._tag !== "Observed") return
  const { observation: { instant, measures }, unread } = said.success
  assert.strictEqual(instant % 900_000, 0)
  const fields = record.json as Readonly<Record<string, unknown>>
  const lost = new Set(unread.map(({ detail }) => detail.split(" ")[0]))
  MEASURES.forEach((name, index) => {
    const meant = meaning(Object.hasOwn(fields, name) ? fields[name] : undefined)
    assert.strictEqual(measures[index], meant === undefined || meant === null ? null : meant + 0, name)
    assert.isFalse(Object.is(measures[index], -0))
    assert.strictEqual(lost.has(name), meant === undefined, name)
  })
  assert.deepStrictEqual(measuresOf(fingerprint(measures)), measures)
}

export const claims: Claims = Effect.succeed([
  claim("a record is read as the source means it", 400, record, saysWhatItSaid),
  claim(
    "records are each counted once, and what is set aside is verbatim",
    80,
    listOf(oneOf(record, damaged), 12),
    everyRecordOnce
  ),
  claim("a record that is too long is refused, whatever stands in it", 50, record, ({ json, text }) => {
    const said = decode({ text, json, bytes: MAX_RECORD_BYTES + 1 })
    assert.isTrue(Result.isFailure(said) && said.failure.reason === "TooLarge")
  })
])
