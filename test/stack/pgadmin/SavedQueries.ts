/** The saved queries of pgAdmin as their files have them, with what the comment on top of each promises. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export const folder = new URL("../../../layers/postgres/pgadmin/queries", import.meta.url).pathname

export interface SavedQuery {
  /** Of its file, without the ending. */
  readonly name: string
  /** The whole file, which is what a reader sends to the server. */
  readonly text: string
  readonly question: string
  /** What the reader may change. */
  readonly changes: string
  readonly columns: ReadonlyArray<string>
}

/** What stands behind a word of the comment, up to its end or to an empty line of it, as one line. */
const told = (comment: string, word: string): string =>
  new RegExp(`^-- ${word} : ([^]*?)(?=^--$|(?![^]))`, "m").exec(comment)?.[1]?.replaceAll(/\s*\n(?:-- )?/g, " ")
    .trim() ??
    ""

const read = (file: string): SavedQuery => {
  const text = readFileSync(join(folder, file), "utf8")
  const comment = /^(?:--.*\n)+/.exec(text)?.[0] ?? ""
  return {
    name: file.replace(/\.sql$/, ""),
    text,
    question: /^-- (.*)/.exec(comment)?.[1] ?? "",
    changes: told(comment, "À changer"),
    columns: told(comment, "Colonnes").split(", ")
  }
}

export const queries: ReadonlyArray<SavedQuery> = readdirSync(folder).toSorted().map(read)
