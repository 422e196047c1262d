/** When a call may be made again: `Retry-After`, in seconds or as a date (RFC 9110), in milliseconds since 1970 UTC. */
export const notBefore = (now: number, retryAfter: string | undefined): number | null => {
  const text = retryAfter?.trim() ?? ""
  if (/^\d{1,9}$/.test(text)) return now + Number(text) * 1_000
  const date = /[A-Za-z]/.test(text) ? Date.parse(text) : NaN
  return Number.isNaN(date) ? null : date
}
