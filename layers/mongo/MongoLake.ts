/**
 * The lake in MongoDB: one collection, only ever added to, read by ranges of `_id`, which is ordered by instant. Days are
 * counted from the index on `day` alone.
 *
 * Asks for nothing that the MongoDB protocol's other servers lack: no transaction, no update, no expression.
 */
import type * as Day from "#domain/Day"
import { excerptAt, type Excerpts, toExcerpts } from "#domain/Excerpts"
import type { Region } from "#domain/Region"
import { type Excerpt, keyOf, type Revision } from "#domain/Revision"
import { adoptRefused, Lake } from "#ports/Lake"
import { lakeBatches, lakeOperation } from "#telemetry/lakeOperation"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { type Collection, type Document, type FindCursor, MongoBulkWriteError, MongoServerError } from "mongodb"
import * as Commands from "./command.ts"
import { failed, MongoDatabase } from "./MongoClient.ts"
import { excerptsOf, PROJECTION } from "./RawExcerpts.ts"
import { documentOf, idOf, minuteOf, type RevisionDocument, revisionOf, within } from "./RevisionDocument.ts"

/** The lake's own line, in the same collection: whoever drops the documents drops their identity with them. */
interface Identity {
  readonly _id: "identity"
  readonly id: string
  readonly made_at: Date
}

export const COLLECTION = "revisions"

/** The one field that has an index beside `_id`. */
export const DAY_INDEX = "day"

/**
 * Documents a batch: some hundred kilobytes on the wire, a megabyte or so with their records, and few enough to be folded
 * between two breaths. Of five times as many, half a year took a quarter longer and 30 MiB more.
 */
const BATCH = 1_000

/** The server's word for a number that is taken. */
const DUPLICATE_KEY = 11_000

/** The server's word for a collection that is not there. */
export const NO_SUCH_COLLECTION = 26

const refused = (has: string) => adoptRefused("MongoLake.adopt", has)

/** Looked for first: whoever does the daily work may find and insert, and need not be allowed to make it. */
const makeIndex = async (collection: Collection<RevisionDocument>): Promise<void> => {
  const made = await collection.indexes().catch((error: unknown) => {
    if (error instanceof MongoServerError && error.code === NO_SUCH_COLLECTION) return []
    throw error
  })
  if (made.some(({ key }) => Object.keys(key).join() === DAY_INDEX)) return
  await collection.createIndex({ [DAY_INDEX]: 1 })
}

export const layer = Layer.effect(
  Lake,
  Effect.gen(function*() {
    const database = yield* MongoDatabase
    const collection = database.collection<RevisionDocument>(COLLECTION)
    const identity = database.collection<Identity>(COLLECTION)
    yield* Effect.tryPromise({ try: () => makeIndex(collection), catch: failed("MongoLake.layer") })

    const command = Commands.make(database, COLLECTION)
    const asking = (method: string) => command(`MongoLake.${method}`)

    const idIfAny = (ask: Commands.Command) =>
      Effect.map(ask("find", () => identity.findOne({ _id: "identity" })), (line) => line?.id ?? null)

    /** The line that is there first stays, whoever else writes one. */
    const idOr = Effect.fnUntraced(function*(ask: Commands.Command, wanted: string) {
      yield* ask(
        "insert",
        () =>
          identity.insertOne({ _id: "identity", id: wanted, made_at: new Date() }).catch((error) => {
            if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error
          })
      )
      return (yield* idIfAny(ask))!
    })

    const adopt = Effect.fnUntraced(function*(wanted: string) {
      const ask = asking("adopt")
      const any = yield* ask("find", () => collection.findOne({ _id: { $ne: "identity" } }, { projection: { _id: 1 } }))
      if (any !== null && (yield* idIfAny(ask)) === null) return yield* refused("holds documents without saying whose")
      const own = yield* idOr(ask, wanted)
      if (own !== wanted) return yield* refused(`has the id ${own}`)
    })

    /** What is needed of the days' documents, as bytes. */
    const raw = (days: Day.DayRange) =>
      database.collection<Buffer>(COLLECTION)
        .find(within(days) as object, { projection: PROJECTION, batchSize: BATCH, raw: true })

    /** A batch as it came over the wire, with the records of what other rules have read. */
    const read = Effect.fnUntraced(function*(ask: Commands.Command, batch: ReadonlyArray<Buffer>, recipe: number) {
      const { excerpts, others } = yield* Effect.try({
        try: () => excerptsOf(batch, recipe),
        catch: failed("MongoLake.read")
      })
      if (others.length > 0) {
        const places = new Map(others.map((at) => [idOf(excerptAt(excerpts, at)), at]))
        const found = collection.find({ _id: { $in: [...places.keys()] } })
          .project<Pick<RevisionDocument, "_id" | "record">>({ record: 1 })
        for (const { _id, record } of yield* ask("find", () => found.toArray())) {
          excerpts.records.set(places.get(_id)!, record)
        }
      }
      return excerpts as Excerpts
    })

    const latest = Effect.fnUntraced(function*(days: Day.DayRange, recipe: number) {
      const ask = asking("latest")
      const last = new Map<number, Excerpt>()
      const batches = yield* ask("find", async () => {
        const batches: Array<ReadonlyArray<Buffer>> = []
        await using cursor = raw(days)
        while (await cursor.hasNext()) batches.push(cursor.readBufferedDocuments())
        return batches
      })
      for (const bytes of batches) {
        for (const excerpt of toExcerpts(yield* read(ask, bytes, recipe))) {
          const key = keyOf(excerpt)
          if ((last.get(key)?.revision ?? 0) < excerpt.revision) last.set(key, excerpt)
        }
      }
      return last as ReadonlyMap<number, Excerpt>
    })

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

    /** A cursor as a stream of the server's own batches, closed on end, failure and interruption. */
    const batches = <A extends Document>(method: string, open: () => FindCursor<A>) =>
      Stream.unwrap(Effect.gen(function*() {
        const cursor = yield* Effect.acquireRelease(Effect.sync(open), (cursor) => Effect.promise(() => cursor.close()))
        const more = Effect.suspend(() =>
          // The last batch says that it is the last: then nobody is asked.
          cursor.id?.isZero() === true
            ? Effect.succeed(false)
            : asking(method)(cursor.id === undefined ? "find" : "getMore", () => cursor.hasNext())
        )
        return Stream.paginate(undefined, () =>
          Effect.map(more, (more) =>
            more
              ? [[cursor.readBufferedDocuments()], Option.some(undefined)] as const
              : [[], Option.none()] as const))
      }))

    /** One range of the index, by nature and revision: the identifiers of an instant's region begin alike. */
    const history = async (region: Region, instant: number): Promise<ReadonlyArray<Revision>> => {
      const key = `${minuteOf(instant)}/${region}`
      const found = await collection.find({ _id: { $gte: `${key}/`, $lt: `${key}0` } }).sort({ _id: 1 }).toArray()
      // An identifier has minutes alone.
      return found.map(revisionOf).filter((revision) => revision.instant === instant)
    }

    const size = Effect.gen(function*() {
      const ask = asking("size")
      const stats = yield* ask("collStats", () => database.command({ collStats: COLLECTION }))
      // The lake's own line is no revision.
      const own = yield* ask("find", () => identity.findOne({ _id: "identity" }, { projection: { _id: 1 } }))
      return {
        documents: Number(stats["count"]) - (own === null ? 0 : 1),
        bytes: { data: Number(stats["storageSize"]), indexes: Number(stats["totalIndexSize"]) }
      }
    })

    return Lake.of({
      id: Effect.suspend(() => idOr(asking("id"), crypto.randomUUID())).pipe(
        lakeOperation("id"),
        Effect.withSpan("MongoLake.id")
      ),
      idIfAny: Effect.suspend(() => idIfAny(asking("idIfAny"))).pipe(Effect.withSpan("MongoLake.idIfAny")),
      adopt: Effect.fn("MongoLake.adopt")(adopt),
      latest: Effect.fn("MongoLake.latest")(latest, lakeOperation("latest")),
      insert: Effect.fn("MongoLake.insert")(
        (revisions) => asking("insert")("insert", () => insert(revisions), revisions.length),
        lakeOperation("insert")
      ),
      documents: Effect.fn("MongoLake.documents")(
        (days) => asking("documents")("aggregate", () => documents(days)),
        lakeOperation("documents")
      ),
      excerpts: (days, recipe) =>
        Stream.suspend(() => batches("excerpts", () => raw(days).sort({ _id: 1 }))).pipe(
          Stream.mapEffect((batch) => read(asking("excerpts"), batch, recipe)),
          lakeBatches("excerpts")
        ),
      revisions: (days) =>
        Stream.suspend(() =>
          batches("revisions", () => collection.find(within(days), { batchSize: BATCH }).sort({ _id: 1 }))
        ).pipe(
          Stream.map((documents) => documents.map(revisionOf)),
          lakeBatches("revisions"),
          Stream.flattenIterable
        ),
      history: Effect.fn("MongoLake.history")(
        (region, instant) => asking("history")("find", () => history(region, instant)),
        lakeOperation("history")
      ),
      size: size.pipe(lakeOperation("size"), Effect.withSpan("MongoLake.size"))
    })
  })
)
