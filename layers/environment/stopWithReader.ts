/** A reader of our answer who has had enough (`| head -1`) ends the command, without a word; a full disk ends it as a failure. */
export const stopWithReader = (): void => {
  process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
    if (code === "EPIPE") process.exit(0)
    process.stderr.write(`eco2mixd: the answer can't be written: ${message}\n`)
    process.exit(1)
  })
  // A log that nobody takes any more ends nothing.
  process.stderr.on("error", () => {})
}
