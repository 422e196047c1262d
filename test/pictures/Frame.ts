/** A table of a data source's answer, as JSON carries it to the page. */
export interface Frame {
  readonly refId: string
  readonly name?: string
  readonly fields: ReadonlyArray<Field>
}

export interface Field {
  readonly name: string
  readonly type: "time" | "number" | "string" | "boolean"
  readonly labels?: Readonly<Record<string, string>>
  readonly config?: { readonly displayNameFromDS?: string }
  readonly values: ReadonlyArray<unknown>
}
