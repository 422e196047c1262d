/** Why a file can't be read, in a word or a sentence: the system's code, or what Deno says where it may not be looked at. */
export const unreadable = (cause: unknown): string => {
  const { code, message } = cause as NodeJS.ErrnoException
  return code ?? message ?? String(cause)
}
