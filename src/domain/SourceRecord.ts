import type { Measure } from "#domain/Observation"

/** One JSON object as ODRÉ served it: its verbatim text, and what that text says. */
export interface SourceRecord {
  readonly text: string
  /** Any JSON value, of an object at least its `Columns`; undefined when the text is no JSON, or too long to be read. */
  readonly json: unknown
  /** UTF-8 length of the whole line, in bytes; `text` holds only its beginning when it is too long. */
  readonly bytes: number
}

/** What a text says, or undefined where it is no JSON: JSON itself has no such value. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What is read of a record, each as it stood there. */
export type Columns = Readonly<
  Record<"code_insee_region" | "nature" | "date_heure" | "date" | "heure" | Measure, unknown>
>

/**
 * Of an object only its columns, undefined where it has none: a record says as much again beside them, which would be held
 * until its window is whole. Any other value as it is.
 */
export const columnsOf = (json: unknown): unknown => {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json
  const row = json as Columns
  const columns: Columns = {
    code_insee_region: row.code_insee_region,
    nature: row.nature,
    date_heure: row.date_heure,
    date: row.date,
    heure: row.heure,
    consommation: row.consommation,
    ech_physiques: row.ech_physiques,
    nucleaire: row.nucleaire,
    thermique: row.thermique,
    eolien: row.eolien,
    solaire: row.solaire,
    hydraulique: row.hydraulique,
    pompage: row.pompage,
    bioenergies: row.bioenergies,
    stockage_batterie: row.stockage_batterie,
    destockage_batterie: row.destockage_batterie
  }
  return columns
}

/**
 * Longest record that is read, in bytes. A real one has under 1 000; a longer one is kept in quarantine by its beginning.
 */
export const MAX_RECORD_BYTES = 65_536
