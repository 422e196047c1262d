/** One JSON object as ODRÉ served it: its verbatim text, and what that text says. */
export interface SourceRecord {
  readonly text: string
  /** Any JSON value; undefined when the text is no JSON, or too long to be read. */
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

/**
 * Longest record that is read, in bytes. A real one has under 1 000; a longer one is kept in quarantine by its beginning.
 */
export const MAX_RECORD_BYTES = 65_536
