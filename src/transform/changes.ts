import { type Measure, MEASURES, type Measures } from "#domain/Observation"

/** A measure that is not what it was, in MW; null where nothing was measured. */
export interface Change {
  readonly measure: Measure
  readonly before: number | null
  readonly after: number | null
}

export const changes = (before: Measures, after: Measures): ReadonlyArray<Change> =>
  MEASURES.flatMap((measure, index) => {
    const [was, is] = [before[index] ?? null, after[index] ?? null]
    return was === is ? [] : [{ measure, before: was, after: is }]
  })
