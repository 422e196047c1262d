import * as MemoryLeadership from "#layers/memory/MemoryLeadership"
import * as Layer from "effect/Layer"
import * as TestClock from "effect/testing/TestClock"
import * as LeadershipContract from "../../contract/LeadershipContract.ts"

const later = Layer.succeed(LeadershipContract.Later, (millis) => TestClock.adjust(millis))

LeadershipContract.suite(
  "memory",
  Layer.merge(MemoryLeadership.layer, later).pipe(Layer.provideMerge(TestClock.layer()))
)
