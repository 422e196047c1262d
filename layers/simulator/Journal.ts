/** Remembers what was asked of the server, so that a test can say how many calls a run may make, and which. */

/** The calls of some paths. */
export interface Calls {
  readonly count: number
  /** The newest query strings, oldest first, decoded. */
  readonly queries: ReadonlyArray<string>
}

export interface Journal {
  readonly note: (path: string, query: string) => void
  /** The calls of every path that ends so; of all paths when nothing is said. */
  readonly calls: (ending?: string) => Calls
}

/** Query strings kept: enough for any test, and nothing that grows in a server that runs for weeks. */
const KEPT = 200

export const make = (): Journal => {
  const counts = new Map<string, number>()
  let newest: Array<{ readonly path: string; readonly query: string }> = []
  return {
    note: (path, query) => {
      counts.set(path, (counts.get(path) ?? 0) + 1)
      newest = [...newest, { path, query }].slice(-KEPT)
    },
    calls: (ending = "") => ({
      count: [...counts].reduce((sum, [path, count]) => path.endsWith(ending) ? sum + count : sum, 0),
      queries: newest.filter(({ path }) => path.endsWith(ending)).map(({ query }) => query)
    })
  }
}
