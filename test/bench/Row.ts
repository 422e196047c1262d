/** What is measured: a scenario, what it is told, and what it is held against. */
import type * as Day from "#domain/Day"
import { access } from "node:fs/promises"
import { has } from "../support/Process.ts"
import * as Data from "./Data.ts"
import * as Rig from "./Rig.ts"
import type * as Table from "./Table.ts"

/** One measurement: a scenario, and what it is told. */
export interface Work {
  readonly script: string
  readonly days: Day.DayRange
  /** Needs a new database. */
  readonly database?: boolean
  readonly server?: "stand-in" | "ferretdb" | "postgres"
  readonly more?: Readonly<Record<string, unknown>>
}

export interface Row {
  readonly name: string
  readonly figure: Table.Figure
  readonly ours: Work
  /** Of several the slowest. */
  readonly reference: ReadonlyArray<Work>
  readonly bound?: number
}

/** What the container runs, in the folder that `npm run bundle` writes. */
export const BUNDLE = "dist/main.js"

/** Why a work can't be done here, by its script or its server; undefined where it can. */
export const missing = async (documents: number): Promise<(work: Work) => string | undefined> => {
  const hasPsql = has("psql", "--version")
  const hasBundle = await access(BUNDLE).then(() => true, () => false)
  const hasFerret = await access(Rig.ferretBinary).then(() => true, () => false)
  return ({ days, more, script, server }) => {
    if (script === "copy" && !hasPsql) return "there is no psql"
    if (JSON.stringify(more ?? {}).includes(BUNDLE) && !hasBundle) {
      return "the bundle could not be made (npm run bundle)"
    }
    if (server === "ferretdb" && !hasFerret) {
      return "FerretDB is not built (cd test/ferretdb && go build -o ../../.tools/ferretdb .)"
    }
    if (days.to > Data.daysOf(Data.REAL_TIME, documents).to) return "there are fewer documents"
    return undefined
  }
}
