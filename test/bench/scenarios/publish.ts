/** Lake to rows, as `publish` does it; the rows are thrown away. */
import * as Layer from "effect/Layer"
import { asked } from "../Measured.ts"
import * as Ours from "../Ours.ts"

const ask = asked()
await Ours.measured(Ours.published(ask), Layer.merge(Ours.transform(ask), Ours.nowhere))
