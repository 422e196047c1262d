/**
 * The lake in MongoDB: one collection, only ever added to. A document's `_id` is its instant, region, nature and revision
 * in this order, so that it is unique by itself, a window is one range of the index that every collection has, and the
 * range is ordered by instant. Days are counted from the index on `day` alone.
 *
 * Asks for nothing that the MongoDB protocol's other servers lack: no transaction, no update, no expression.
 */
import * as Day from "#domain/Day"
import { type Nature, rankOf } from "#domain/Nature"
import type { Region } from "#domain/Region"
import { type Excerpt, keyOf, type ObservationKey, type Revision } from "#domain/Revision"
import { Lake } from "#ports/Lake"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type AbstractCursor, type Collection, MongoBulkWriteError, MongoServerError } from "mongodb"
import { failed, MongoDatabase } from "./MongoClient.ts"

/** A revision as it stands in the collection. */
interface Document {
  readonly _id: string
  readonly day: Day.Day
  readonly instant: Date
  readonly code_insee_region: Region
  readonly nature: Nature
  readonly revision: number
  readonly fingerprint: string
  readonly recipe: number
  readonly record: string
  readonly fetched_at: Date
  readonly run_id: string
}

/** The lake's own line, in the same collection: whoever drops the documents drops their identity with them. */
interface Identity {
  readonly _id: "identity"
  readonly id: string
  readonly made_at: Date
}

const EXCERPT = {
  instant: 1,
  code_insee_region: 1,
  nature: 1,
  revision: 1,
  fingerprint: 1,
  recipe: 1
} as const
type ExcerptDocument = Pick<Document, "_id" | keyof typeof EXCERPT>

export const COLLECTION = "revisions"

/** The one field that has an index beside `_id`. */
export const DAY_INDEX = "day"

/** Documents a batch: some hundred kilobytes on the wire, and few enough to be folded between two breaths. */
const BATCH = 5_000

/** The server's word for a number that is taken. */
const DUPLICATE_KEY = 11_000

export const layer = Layer.effect(
  Lake,
  Effect.gen(function*() {
    const database = yield* MongoDatabase
    const collection = database.collection<Document>(COLLECTION)
    const identity = database.collection<Identity>(COLLECTION)
    yield* Effect.tryPromise({
      try: () => collection.createIndex({ [DAY_INDEX]: 1 }),
      catch: failed("MongoLake.layer")
    })

    const id = async (): Promise<string> => {
      await identity.insertOne({ _id: "identity", id: crypto.randomUUID(), made_at: new Date() }).catch((error) => {
        if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error
      })
      return (await identity.findOne({ _id: "identity" }))!.id
    }

    const latest = async (days: Day.DayRange, recipe: number): Promise<ReadonlyMap<string, Excerpt>> => {
      const last = new Map<string, ExcerptDocument>()
      const cursor = collection.find(within(days), { batchSize: BATCH }).project<ExcerptDocument>(EXCERPT)
      for await (const document of cursor) {
        const key = keyOf(keyOfDocument(document))
        if ((last.get(key)?.revision ?? 0) < document.revision) last.set(key, document)
      }
      return new Map((await excerpts([...last.values()], recipe)).map((excerpt) => [keyOf(excerpt), excerpt]))
    }

    const insert = async (revisions: ReadonlyArray<Revision>): Promise<ReadonlyArray<Revision>> => {
      try {
        await collection.insertMany(revisions.map(documentOf), { ordered: false })
        return []
      } catch (error) {
        if (!(error instanceof MongoBulkWriteError)) throw error
        const refused = [error.writeErrors].flat()
        const others = refused.some(({ code }) => code !== DUPLICATE_KEY)
        if (refused.length === 0 || others || error.result.getWriteConcernError() !== undefined) throw error
        return refused.map(({ index }) => revisions[index]!)
      }
    }

    const documents = async (days?: Day.DayRange): Promise<ReadonlyMap<Day.Day, number>> => {
      const counted = await collection.aggregate<{ readonly _id: Day.Day; readonly documents: number }>([
        { $match: { day: days === undefined ? { $gte: "" } : { $gte: days.from, $lte: days.to } } },
        { $group: { _id: "$day", documents: { $sum: 1 } } }
      ]).toArray()
      return new Map(counted.map((day) => [day._id, day.documents]))
    }

    const batches = (days: Day.DayRange) =>
      batchesOf(() =>
        collection.find(within(days), { batchSize: BATCH }).sort({ _id: 1 }).project<ExcerptDocument>(EXCERPT)
      )

    /** A batch as excerpts, with the records of those that other rules have read. */
    const excerpts = async (batch: ReadonlyArray<ExcerptDocument>, recipe: number): Promise<ReadonlyArray<Excerpt>> => {
      const old = batch.filter((document) => document.recipe !== recipe).map(({ _id }) => _id)
      const records = old.length === 0 ? new Map<string, string>() : await recordsOf(collection, old)
      return batch.map((document) => ({
        ...keyOfDocument(document),
        revision: document.revision,
        fingerprint: document.fingerprint,
        record: records.get(document._id) ?? null
      }))
    }

    /** One range of the index, by nature and revision: the identifiers of an instant's region begin alike. */
    const history = async (region: Region, instant: number): Promise<ReadonlyArray<Revision>> => {
      const key = `${minuteOf(instant)}/${region}`
      const found = await collection.find({ _id: { $gte: `${key}/`, $lt: `${key}0` } }).sort({ _id: 1 }).toArray()
      // An identifier has minutes alone.
      return found.map(revisionOf).filter((revision) => revision.instant === instant)
    }

    return Lake.of({
      id: Effect.withSpan(call("id", id), "MongoLake.id"),
      latest: Effect.fn("MongoLake.latest")((days, recipe) => call("latest", () => latest(days, recipe))),
      insert: Effect.fn("MongoLake.insert")((revisions) => call("insert", () => insert(revisions))),
      documents: Effect.fn("MongoLake.documents")((days) => call("documents", () => documents(days))),
      excerpts: (days, recipe) =>
        Stream.suspend(() => batches(days)).pipe(
          Stream.mapEffect((batch) => call("excerpts", () => excerpts(batch, recipe))),
          Stream.flattenIterable
        ),
      history: Effect.fn("MongoLake.history")((region, instant) => call("history", () => history(region, instant)))
    })
  })
)

const call = <A>(method: string, run: () => Promise<A>) =>
  Effect.tryPromise({ try: run, catch: failed(`MongoLake.${method}`) })

/** A cursor as a stream of the server's own batches, closed on end, failure and interruption. */
const batchesOf = <A>(open: () => AbstractCursor<A>) =>
  Stream.unwrap(Effect.gen(function*() {
    const cursor = yield* Effect.acquireRelease(Effect.sync(open), (cursor) => Effect.promise(() => cursor.close()))
    const more = Effect.tryPromise({ try: () => cursor.hasNext(), catch: failed("MongoLake.excerpts") })
    return Stream.paginate(undefined, () =>
      Effect.map(more, (more) =>
        more
          ? [[cursor.readBufferedDocuments()], Option.some(undefined)] as const
          : [[], Option.none()] as const))
  }))

const recordsOf = async (
  collection: Collection<Document>,
  ids: ReadonlyArray<string>
): Promise<ReadonlyMap<string, string>> => {
  const found = collection.find({ _id: { $in: [...ids] } }).project<Pick<Document, "_id" | "record">>({ record: 1 })
  return new Map((await found.toArray()).map(({ _id, record }) => [_id, record]))
}

const minuteOf = (instant: number): string => `${new Date(instant).toISOString().slice(0, 16)}Z`

/** `2020-05-01T00:00Z/93/0/0001`: instant, region, rank of the nature, revision. */
const idOf = ({ instant, nature, region, revision }: ObservationKey & { readonly revision: number }): string =>
  `${minuteOf(instant)}/${region}/${rankOf(nature)}/${String(revision).padStart(4, "0")}`

const within = (days: Day.DayRange) => ({
  _id: { $gte: minuteOf(Day.start(days.from)), $lt: minuteOf(Day.end(days.to)) }
})

const documentOf = (revision: Revision): Document => ({
  _id: idOf(revision),
  day: Day.of(revision.instant),
  instant: new Date(revision.instant),
  code_insee_region: revision.region,
  nature: revision.nature,
  revision: revision.revision,
  fingerprint: revision.fingerprint,
  recipe: revision.recipe,
  record: revision.record,
  fetched_at: new Date(revision.fetchedAt),
  run_id: revision.runId
})

const revisionOf = (document: Document): Revision => ({
  ...keyOfDocument(document),
  revision: document.revision,
  fingerprint: document.fingerprint,
  recipe: document.recipe,
  record: document.record,
  fetchedAt: document.fetched_at.getTime(),
  runId: document.run_id
})

const keyOfDocument = (document: Pick<Document, "instant" | "code_insee_region" | "nature">): ObservationKey => ({
  region: document.code_insee_region,
  nature: document.nature,
  instant: document.instant.getTime()
})
