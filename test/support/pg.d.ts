/** As much of `pg` and `pg-copy-streams` as the bench and the chaos use; neither brings types. */
declare module "pg" {
  export class Client {
    constructor(options: { readonly connectionString: string })
    connect(): Promise<void>
    query<Row = unknown>(text: string): Promise<{ readonly rows: ReadonlyArray<Row>; readonly rowCount: number }>
    query<Query extends import("node:stream").Writable>(query: Query): Query
    on(event: "error", listener: (error: Error) => void): this
    end(): Promise<void>
  }
}

declare module "pg-copy-streams" {
  export const from: (text: string) => import("node:stream").Writable & { readonly rowCount: number }
}
