#!/usr/bin/env node
/** The door. What was compiled once is not compiled again: half of the time to start, and the compiler's memory. */
import module from "node:module"

// Before the program is loaded, and so not by a static import. Deno has a cache of its own, and no such function.
module.enableCompileCache?.()
await import("./program.ts")
