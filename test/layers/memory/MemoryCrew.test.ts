import * as MemoryCrew from "#layers/memory/MemoryCrew"
import { Crew } from "#ports/Crew"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as CrewContract from "../../contract/CrewContract.ts"
import { Crews } from "../../contract/CrewMembers.ts"

const fresh = Effect.map(Layer.build(Layer.fresh(MemoryCrew.layer)), (context) => ({
  member: Effect.succeed(Context.get(context, Crew)),
  settled: () => Effect.void
}))

CrewContract.suite("memory", Layer.succeed(Crews, { fresh }))
