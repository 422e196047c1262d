#!/usr/bin/env node
/**
 * The door. What was compiled once is not compiled again: half of the time to start, and the compiler's memory. Both lines come
 * before the program is loaded, which is why that is no static import.
 */
import { modestHeap } from "#layers/environment/modestHeap"
import module from "node:module"

modestHeap()
// Deno has a cache of its own, and no such function.
module.enableCompileCache?.()
await import("./program.ts")
