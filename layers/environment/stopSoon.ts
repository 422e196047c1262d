/**
 * An end to stopping: a process that was told to stop lets go of what it holds, but not for longer than whoever told it will
 * wait; and told twice it stops at once. Nothing is lost by either: whatever is cut off is found by the next start.
 */

/** Within the ten seconds that `docker stop` gives, in milliseconds. */
const LONGEST = 9_000

/** As shells count a death by signal: 128 and its number. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const

export const stopSoon = (): void => {
  let told = false
  for (const [signal, code] of Object.entries(CODES)) {
    process.on(signal, () => {
      if (told) {
        process.stderr.write("eco2mixd: told twice, stops at once.\n")
        process.exit(code)
      }
      told = true
      setTimeout(() => {
        process.stderr.write(
          `eco2mixd: did not let go of everything within ${LONGEST / 1_000} s, and stops all the same.\n`
        )
        process.exit(1)
      }, LONGEST).unref()
    })
  }
}
