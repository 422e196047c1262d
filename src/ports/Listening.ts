/** Where this daemon answers over HTTP. */
import * as Context from "effect/Context"

export class Listening extends Context.Service<Listening, {
  /** The origin, as a person on this machine would open it: `http://127.0.0.1:8080`. */
  readonly url: string
}>()("eco2mixd/ports/Listening") {}
