/** The headers by which a receiver knows that a body is ours, was not changed, and is not sent again by somebody else. */
import { createHmac } from "node:crypto"

/**
 * As the Standard Webhooks specification has them: `id` stays the same however often it is tried, `time` (in milliseconds since
 * 1970 UTC) is that of the attempt.
 */
export const signed = (key: Uint8Array, id: string, time: number, body: string): Record<string, string> => {
  const timestamp = String(Math.floor(time / 1_000))
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` }
}
