/**
 * Secrets that are none: what images are shipped with, what examples hold, what is tried first by whoever tries. It refuses the
 * well-known, and judges nobody's taste: a short password of one's own passes.
 */

/** What such secrets are made of, alone or together: `admin`, `change-me`, `your_secret_token_here`, `Password1`. */
const WORDS = [
  "a admin api bar change default demo eco2mixd example foo grafana guest here insert it key letmein me mongo",
  "mongodb my of pass passwd password pgadmin placeholder please postgres postgresql put qwerty replace root",
  "sample secret set some string super test the this to todo token user value webhook welcome with your"
].join(" ").split(" ")

const MADE_OF_WORDS = new RegExp(`^\\d{0,4}(?:${WORDS.join("|")})+\\d{0,6}$`)

/** The one that the specification of Standard Webhooks signs its examples with. */
const EXAMPLES = new Set(["mfkq9r8gkyqrtwjupd8ilpzio2laljsw"])

/** To be filled in, and left as it was: `<password>`, `${PASSWORD}`, `$PASSWORD`, `{{ password }}`, `***`, `…`. */
const UNFILLED = /^(<.*>|\$\{.*\}|\$[A-Z_]+|\{\{.*\}\}|[^\p{L}\p{N}]*)$/su

/** As it would be guessed: in any case, with or without signs between the words. */
const folded = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "")

/** What follows what, also where digits or hexadecimal digits begin again. */
const FOLLOWS = "0123456789abcdefghijklmnopqrstuvwxyz 90 f0"

/** `aaaa`, `123456`, `0123456789abcdef`: each sign the one before it, or each the one that follows. */
const isRun = (text: string): boolean => {
  const pairs = [...text].slice(1).map((sign, index) => text[index]! + sign)
  return pairs.every((pair) => pair[0] === pair[1]) || pairs.every((pair) => FOLLOWS.includes(pair))
}

const isKnown = (secret: string): boolean => {
  const bare = folded(secret.replace(/^whsec_/, ""))
  return UNFILLED.test(secret) || MADE_OF_WORDS.test(bare) || EXAMPLES.has(bare) || isRun(bare)
}

/** User and password as a server's URL holds them: up to the last `@`, because a password may hold one and a host can't. */
const CREDENTIALS = /^[a-z+]+:\/\/([^:@/]*):(.*)@/s
const IN_QUERY = /^[a-z+]+:\/\/.*[?&]password=([^&#]*)/s

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether a secret setting, or the password of the server's URL that it is, is one that everybody knows. */
export const isWellKnown = (text: string): boolean => {
  const [, user = "", password] = CREDENTIALS.exec(text) ?? []
  const inQuery = IN_QUERY.exec(text)?.[1]
  if (password === undefined && inQuery === undefined) return !/^[a-z+]+:\/\//.test(text) && isKnown(text)
  return [password, inQuery].some((one) =>
    one !== undefined && (isKnown(decoded(one)) || folded(decoded(one)) === folded(decoded(user)))
  )
}
