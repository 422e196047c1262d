/** Every scenario, in the order of the faults' numbers. */
import { database } from "./database.ts"
import { kills } from "./kills.ts"
import { links } from "./links.ts"
import type { Scenario } from "./Scenario.ts"
import { source } from "./source.ts"

const number = ({ id }: Scenario): number => Number(id.slice(1))

/** `minutes` is how long the random faults go on. */
export const scenarios = (minutes: number): ReadonlyArray<Scenario> => {
  const all = [...database, ...kills, ...links, ...source]
  return all.filter(({ id }) => id !== "F31" || minutes > 0).toSorted((a, b) => number(a) - number(b))
}
