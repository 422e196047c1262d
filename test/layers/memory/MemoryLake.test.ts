import * as MemoryLake from "#layers/memory/MemoryLake"
import * as LakeContract from "../../contract/LakeContract.ts"

LakeContract.suite("memory", MemoryLake.layer, false)
