/** Parameters in the OpenAPI document as they are meant, where it would only say that each of them is text. */
import * as OpenApi from "effect/http-api/OpenApi"
import * as Schema from "effect/Schema"

/** Parameters by name: what may stand there, and what it does. */
export type Parameters = Readonly<Record<string, { readonly schema: Schema.Top; readonly says: string }>>

/** The schemas alone, none of them needed: as an endpoint's `query` wants them. */
export const optional = <const P extends Parameters>(parameters: P) =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { schema }]) => [name, Schema.optionalKey(schema)])
  ) as { readonly [Name in keyof P]: Schema.optionalKey<P[Name]["schema"]> }

/** An endpoint's annotation, that describes them. */
export const describe = (parameters: Parameters) =>
  OpenApi.annotations({
    transform: (operation) => ({
      ...operation,
      parameters: operation.parameters.map((parameter: { readonly name: string }) => {
        const known = parameters[parameter.name]
        if (known === undefined) return parameter
        const { schema } = Schema.toJsonSchemaDocument(Schema.toType(known.schema))
        return { ...parameter, schema, description: known.says }
      })
    })
  })
