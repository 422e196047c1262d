/** The parts of the program that meet what somebody else has written. */
import * as api from "./api.ts"
import * as cli from "./cli.ts"
import * as decode from "./decode.ts"
import type { Claims } from "./Fuzz.ts"
import * as ingest from "./ingest.ts"
import * as lines from "./lines.ts"
import * as odsql from "./odsql.ts"
import * as simulator from "./simulator.ts"

export const parts: Readonly<Record<string, Claims>> = {
  decode: decode.claims,
  lines: lines.claims,
  ingest: ingest.claims,
  odsql: odsql.claims,
  simulator: simulator.claims,
  cli: cli.claims,
  api: api.claims
}
