/** The table's owner, who puts away the guard that refuses every change to it: for what a test must damage. */
import type * as PgClient from "@effect/sql-pg/PgClient"

export const tampering = (sql: PgClient.PgClient) => sql`alter table regional_energy_stats disable trigger user`
