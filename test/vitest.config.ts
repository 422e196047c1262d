import { defineConfig } from "vitest/config"

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.ts"],
    // Real servers start within a few seconds; on a loaded machine within tens of them.
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // Two at a time: each file that needs stores starts its own, and the machines that run this have two cores.
    maxWorkers: 2,
    pool: "forks"
  }
})
