/** What every port's error says: a reason that a caller can act on, what was being done, and what happened, in words. */
import * as Schema from "effect/Schema"

export const failure = <const Reasons extends ReadonlyArray<string>>(reasons: Reasons) => ({
  reason: Schema.Literals(reasons),
  /** `Module.method`. */
  during: Schema.String,
  /** One line for a person, without secrets. */
  detail: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
})

/** A failure of a port, or of anything else that names its reason. */
export interface Failure {
  readonly _tag: string
  readonly reason: string
  readonly message: string
  /** The name that it had where it happened, if that was another process. */
  readonly code?: string
}

/** The stable name of a failure: `IngestError` for the reason `Unreachable` is `Ingest.Unreachable`. */
export const codeOf = ({ _tag, code, reason }: Failure): string => code ?? `${_tag.replace(/Error$/, "")}.${reason}`
