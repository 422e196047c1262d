import * as MemorySink from "#layers/memory/MemorySink"
import * as SinkContract from "../../contract/SinkContract.ts"

SinkContract.suite("memory", MemorySink.layer)
