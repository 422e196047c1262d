/** The seed's work by our own parts: a row for each region, nature and instant; all other rows are left out on the way. */
import { ENSEMBLE, SUBJECTS } from "#domain/Filiere"
import { filled, GRANULARITIES, room, type Statistics } from "#domain/Statistic"
import { Sink } from "#ports/Sink"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { asked } from "../Measured.ts"
import * as Ours from "../Ours.ts"

const ask = asked()

const ENSEMBLES = SUBJECTS.indexOf(ENSEMBLE)
const INSTANTS = GRANULARITIES.indexOf("instant")

const instants = (rows: Statistics): Statistics => {
  const kept = room(rows.length)
  const { length: _, ...columns } = kept
  for (let index = 0; index < rows.length; index++) {
    if (rows.filiere[index] !== ENSEMBLES || rows.granularity[index] !== INSTANTS) continue
    for (const name of Object.keys(columns) as ReadonlyArray<keyof typeof columns>) {
      kept[name][kept.length] = rows[name][index]!
    }
    kept.length++
  }
  return filled(kept)
}

const sink = Layer.effect(
  Sink,
  Effect.map(Sink, (sink) =>
    Sink.of({
      ...sink,
      append: (generation, id, day) => sink.append(generation, id, { ...day, rows: instants(day.rows) })
    }))
)
await Ours.measured(Ours.published(ask), Layer.merge(Ours.transform(ask), Layer.provide(sink, Ours.sink(ask))))
