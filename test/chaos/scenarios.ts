/** Every scenario, in the order of the faults' numbers. */
import { chance } from "./chance.ts"
import { database } from "./database.ts"
import { inProcess } from "./inProcess.ts"
import { kills } from "./kills.ts"
import { links } from "./links.ts"
import { moments } from "./moments.ts"
import type { Scenario } from "./Scenario.ts"
import { settings } from "./settings.ts"
import { source } from "./source.ts"

const number = ({ id }: Scenario): number => Number(id.slice(1))

/** `minutes` is how long the random faults go on. */
export const scenarios = (minutes: number): ReadonlyArray<Scenario> => {
  const all = [...database, ...inProcess, ...kills, ...links, ...moments, ...settings, ...source, chance(minutes)]
  return all.filter(({ id }) => id !== "F31" || minutes > 0).toSorted((a, b) => number(a) - number(b))
}
