/** What was fetched becomes what is news: one observation a key, and of those the ones the lake does not say already. */
import type { Observation } from "#domain/Observation"
import { type Excerpt, keyOf, type Revision } from "#domain/Revision"
import { fingerprint } from "#transform/fingerprint"
import { RECIPE } from "#transform/recipe"
import { reread } from "#transform/reread"

/** An observation, and the record that said it. */
export interface Heard {
  readonly observation: Observation
  readonly record: string
}

const measured = (heard: Heard): number =>
  heard.observation.measures.reduce<number>((count, measure) => measure === null ? count : count + 1, 0)

/** One per key, by key: of two rows of a key the one with more measures, then the later. */
export const settle = (heard: ReadonlyArray<Heard>): ReadonlyArray<Heard> => {
  const settled = new Map<number, Heard>()
  for (const row of heard) {
    const key = keyOf(row.observation)
    const rival = settled.get(key)
    if (rival === undefined || measured(row) >= measured(rival)) settled.set(key, row)
  }
  return Array.from(Float64Array.from(settled.keys()).toSorted(), (key) => settled.get(key)!)
}

/** What a revision says by the present rules: a mended rule is no news from the source. */
const said = (known: Excerpt): string | null => {
  if (known.record === null) return known.fingerprint
  const measures = reread(known)
  return measures === null ? null : fingerprint(measures)
}

/** Those that differ, in any measure, from the last revision of their key, numbered after it. */
export const revise = (
  heard: ReadonlyArray<Heard>,
  latest: ReadonlyMap<number, Excerpt>,
  fetched: { readonly fetchedAt: number; readonly runId: string }
): ReadonlyArray<Revision> => {
  const news: Array<Revision> = []
  for (const { observation, record } of heard) {
    const known = latest.get(keyOf(observation))
    const now = fingerprint(observation.measures)
    if (known !== undefined && said(known) === now) continue
    news.push({
      region: observation.region,
      nature: observation.nature,
      instant: observation.instant,
      revision: (known?.revision ?? 0) + 1,
      fingerprint: now,
      recipe: RECIPE,
      record,
      fetchedAt: fetched.fetchedAt,
      runId: fetched.runId
    })
  }
  return news
}
