/** Faults of the lake: it dies, forgets a cursor, steps down, has no room. */
import * as Effect from "effect/Effect"
import { BSON, MongoClient } from "mongodb"
import { within } from "../support/Daemon.ts"
import { missing as noMount } from "./disk.ts"
import type { Watch } from "./Link.ts"
import type { Scenario } from "./Scenario.ts"
import { broken, RECOVERY, type Stage } from "./Stage.ts"
import { RECORD } from "./words.ts"

/** The command, and the type of the number that follows it. */
const GET_MORE = "\x12getMore\0"

/** The first two are of what the lake knew before. */
const OF_PUBLISH = { sees: GET_MORE, skip: 2 }

/** As a run says it that reads news, and one that publishes. */
const UNREACHABLE = /^(Lake\.Unreachable|Transform\.LakeUnavailable)$/

/** Revisions of the days that take three batches to read. */
const many = Effect.fnUntraced(function*(stage: Stage) {
  for (const faults of [[], ["revised"], []]) {
    stage.spoil(...faults)
    const { code, stderr } = yield* stage.run(["run", "--from", stage.days.from, "--to", stage.days.to])
    if (code !== 0) return yield* broken(`A run exits with ${code}: ${stderr}`)
  }
  // News once more, for the daemon to publish.
  stage.spoil("revised:1")
})

/** A daemon's first morning, in which something strikes; `heals` is what must be done by hand where a server has died of it. */
const struck = (
  what: string,
  watch: Pick<Watch, "sees" | "skip">,
  strike: (stage: Stage) => Watch["strike"],
  heals: (stage: Stage) => Effect.Effect<void> = () => Effect.void
): Scenario => ({
  id: "F12",
  what,
  play: Effect.fnUntraced(function*(stage) {
    if (watch.sees === GET_MORE) yield* many(stage)
    const daemon = yield* stage.struck("lake", { ...watch, direction: "up", strike: strike(stage) })
    yield* within(RECOVERY, Effect.map(stage.runs, (rows) => rows.some(({ code }) => UNREACHABLE.test(code ?? ""))))
    yield* heals(stage)
    stage.spoil()
    return yield* stage.heals(UNREACHABLE, daemon)
  })
})

const kill = (stage: Stage) => () => {
  stage.lake.signal("SIGKILL")
  return "pass" as const
}

/** By another client, before the server has heard of the command that wants more of it. */
const killCursor = ({ lake }: Stage): Watch["strike"] => async (_, bytes) => {
  const id = bytes.readBigInt64LE(bytes.indexOf(GET_MORE, 0, "latin1") + GET_MORE.length)
  const client = await new MongoClient(lake.url).connect()
  try {
    const cursors = [BSON.Long.fromBigInt(id)]
    const { cursorsKilled } = await client.db().command({ killCursors: "revisions", cursors })
    if ((cursorsKilled as ReadonlyArray<unknown>).length !== 1) throw new Error(`There is no cursor ${id}.`)
  } finally {
    await client.close()
  }
  return "pass" as const
}

/** An answer's message with another one in its place: `OP_MSG` of one document. */
const answering = (document: BSON.Document) => (bytes: Buffer): Buffer => {
  const body = BSON.serialize(document)
  const head = Buffer.alloc(21)
  head.writeInt32LE(head.length + body.length, 0)
  bytes.copy(head, 8, 8, 16)
  return Buffer.concat([head, body])
}

/** The server has taken it, and says that it may not any more. */
const stepDown: Watch["strike"] = (connection) => {
  connection.replaceAnswer(
    answering({ ok: 0, code: 10_107, codeName: "NotWritablePrimary", errmsg: "not primary" })
  )
  return "pass"
}

const full: Scenario = {
  id: "F11",
  what: "the lake's disk is full in the middle of an insert, until a run has failed of it",
  missing: noMount,
  disk: "lake",
  play: Effect.fnUntraced(function*(stage) {
    const disk = stage.disk!
    const daemon = yield* stage.struck("lake", {
      direction: "up",
      sees: RECORD,
      strike: () => disk.fill().then(() => "pass" as const)
    })
    yield* within(RECOVERY, Effect.map(stage.runs, (rows) => rows.some(({ code }) => code?.startsWith("Lake."))))
    yield* Effect.promise(disk.free)
    if (!stage.lake.lives()) yield* stage.lake.start
    return yield* stage.heals(/^Lake\./, daemon)
  })
}

export const lake: ReadonlyArray<Scenario> = [
  full,
  struck("the lake is killed in the middle of an insert", { sees: RECORD }, kill, ({ lake }) => lake.start),
  struck("the lake is killed in the middle of what is published", OF_PUBLISH, kill, ({ lake }) => lake.start),
  struck("a cursor is lost before more of it is asked for", { sees: GET_MORE }, killCursor),
  struck("the lake takes an insert, and says that it is no primary", { sees: RECORD }, () => stepDown)
]
