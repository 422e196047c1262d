import { defineConfig } from "vitest/config"

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.ts"],
    // Real servers start within a few seconds; on a loaded machine within tens of them.
    testTimeout: 60_000,
    hookTimeout: 180_000,
    // Four at a time: each file that needs stores starts its own and waits for them, on machines of two cores.
    maxWorkers: 4,
    pool: "forks"
  }
})
