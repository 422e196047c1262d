/** Every scenario, in the order of the faults' numbers. */
import { chance } from "./chance.ts"
import { cluster } from "./cluster.ts"
import { collector } from "./collector.ts"
import { database } from "./database.ts"
import { inProcess } from "./inProcess.ts"
import { kills } from "./kills.ts"
import { lake } from "./lake.ts"
import { links } from "./links.ts"
import { moments } from "./moments.ts"
import { month } from "./month.ts"
import { refusals } from "./refusals.ts"
import type { Scenario } from "./Scenario.ts"
import { settings } from "./settings.ts"
import { slows } from "./slow.ts"
import { source } from "./source.ts"
import { time } from "./time.ts"
import { upgrades } from "./upgrades.ts"

const number = ({ id }: Scenario): number => Number(id.slice(1))

/** `minutes` is how long the random faults go on. */
export const scenarios = (minutes: number): ReadonlyArray<Scenario> => {
  const all = [
    ...cluster,
    ...collector,
    ...database,
    ...inProcess,
    ...kills,
    ...lake,
    ...links,
    ...moments,
    month,
    ...refusals,
    ...settings,
    ...slows,
    ...source,
    ...time,
    ...upgrades,
    chance(minutes)
  ]
  return all.filter(({ id }) => id !== "F31" || minutes > 0).toSorted((a, b) => number(a) - number(b))
}
