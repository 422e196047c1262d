/** The ways in which a source fails, or has failed, by the name under which the simulated one does so on demand. */

/** What each is, as a person reads it. Shares are of the lines unless another thing is named. */
export const SOURCE_FAULTS = {
  "429": "a 429 with Retry-After and reset_time, a while from now (1s)",
  "429-untimed": "a 429 that names no time",
  spent: "an answer whose headers say that no call is left, until a while from now (1s)",
  "500": "a 500 in JSON",
  "502": "a gateway's 502 in HTML",
  "503": "a 503 in JSON",
  "504": "a gateway's 504 in HTML",
  latency: "waits a while (1s) before it answers",
  html: "a 200 that is a page of HTML",
  truncated: "a 200 whose body stops at the end of a line, after a share of them (50%)",
  cut: "a 200 whose body stops in the middle of a line, after a share of them (50%)",
  length: "a Content-Length of a share of the bytes (50%); above 100% more is promised than sent",
  unended: "closes the connection before the body's last chunk, after a share (50%)",
  reset: "resets the connection, after a share (50%)",
  stall: "sends no more, after a share (50%), and keeps the connection open",
  "in-band": "a 200 whose body ends in an error text, after a share (50%)",
  "in-band-json": "the same with an error object of the API",
  gzip: "a gzip that nobody asked for, of which a share of the bytes (50%) is sent",
  bom: "a byte order mark before the first line",
  garbled: "one record that is broken JSON",
  nan: "one record whose measures are NaN and Infinity",
  poison: "five records: unknown region, no instant, unknown nature, a text as measure, no JSON",
  huge: "one record of 200 MiB",
  repeat: "repeats a record in the place of another, so that the count agrees",
  shuffled: "all records in an order that means nothing",
  stopped: "no records from a while (1s) before the fault on, though all goes on to answer",
  missing: "leaves a record out, and out of the count too",
  twice: "says a record twice, and counts it twice",
  appear: "records with fields that nobody knows",
  vanish: "records without their eolien",
  retyped: "records with texts for numbers and numbers for texts",
  nested: "records with an object as consommation",
  revised: "records with one more MW of consommation",
  definitive: "records that are called definitive"
} as const

export type SourceFault = keyof typeof SOURCE_FAULTS
