/**
 * A network between the program and a server, on this machine: it passes bytes on, and does what a scenario asks for at the
 * moment in which certain bytes come by, before anybody else has seen them.
 */
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

/** `up` goes to the server, `down` comes from it. */
export type Direction = "up" | "down"

/** What becomes of the bytes that were seen. Of those that are cut, as many as were watched for go on, and then both sides end. */
export type Fate = "pass" | "drop" | "reset" | "cut"

export interface Watch {
  readonly direction: Direction
  /** A text among the bytes, or so many bytes in this direction since it watches. */
  readonly sees: string | number
  /** Before the first time, in times; default 0. */
  readonly skip?: number
  /**
   * Done in the same moment; what it answers becomes of the bytes, and of nothing that follows them. While it does not answer,
   * bytes and what follows them wait.
   */
  readonly strike: (connection: Connection, bytes: Buffer) => Fate | Promise<Fate>
}

/** The connection that the bytes are of. */
export interface Connection {
  /** What the server says next is never heard: the connection ends in its place. */
  readonly loseAnswer: () => void
  /** What the server says next is heard as this makes of it. */
  readonly replaceAnswer: (replace: (bytes: Buffer) => Buffer) => void
}

export interface Link {
  readonly port: number
  /** Strikes once; succeeds when it has. A second one watches beside the first. */
  readonly watch: (watch: Watch) => Effect.Effect<void>
  /** A black hole takes everything and answers nothing; a refusing link takes no connection and has none. */
  readonly set: (mode: "open" | "hole" | "refuse") => Effect.Effect<void>
  /** Ends every connection at once, with a reset. */
  readonly reset: () => void
  /** Connections at present. */
  readonly connections: () => number
  /** Bytes that have come by, in all. */
  readonly carried: (direction: Direction) => number
}

interface Struck {
  readonly fate: Fate | Promise<Fate>
  /** How many of the bytes go on where they are cut. */
  readonly at: number
}

interface Watching extends Watch {
  left: number
  bytes: number
  readonly done: () => void
}

/** Up until the scope closes. `port` is the server's, on 127.0.0.1. */
export const link = (port: number): Effect.Effect<Link, never, import("effect/Scope").Scope> =>
  Effect.map(
    Effect.acquireRelease(Effect.promise(() => open(port)), ({ close }) => Effect.promise(close)),
    ({ link }) => link
  )

const open = async (port: number) => {
  const watching = new Set<Watching>()
  const pairs = new Set<readonly [near: Socket, far: Socket]>()
  const carried = { up: 0, down: 0 }
  let mode: "open" | "hole" | "refuse" = "open"

  const reset = () => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy()
  }

  /** What strikes now, of what looks at this direction; `before` is the end of what came before these bytes. */
  const fateOf = (direction: Direction, bytes: Buffer, before: string, connection: Connection): Struck => {
    let struck: Struck = { fate: "pass", at: bytes.length }
    for (const one of watching) {
      if (one.direction !== direction) continue
      one.bytes += bytes.length
      const seen = typeof one.sees === "number"
        ? one.bytes >= one.sees
        : (before.slice(1 - one.sees.length) + bytes.toString("latin1")).includes(one.sees)
      if (!seen || one.left-- > 0) continue
      watching.delete(one)
      const fate = one.strike(connection, bytes)
      struck = { fate, at: typeof one.sees === "number" ? bytes.length - (one.bytes - one.sees) : bytes.length }
      if (typeof fate === "string") one.done()
      else void fate.then(one.done)
    }
    return struck
  }

  const server = createServer((near) => {
    if (mode === "refuse") return void near.resetAndDestroy()
    const far = connect(port, "127.0.0.1")
    const pair = [near, far] as const
    pairs.add(pair)
    let isDeaf = false
    let isOver = false
    let replace: ((bytes: Buffer) => Buffer) | undefined
    const connection: Connection = {
      loseAnswer: () => void (isDeaf = true),
      replaceAnswer: (by) => void (replace = by)
    }
    for (const [direction, from, to] of [["up", near, far], ["down", far, near]] as const) {
      let tail = ""
      from.setNoDelay(true)
      const meet = (fate: Fate, bytes: Buffer, at: number) => {
        if (fate === "reset") { for (const socket of pair) socket.resetAndDestroy() }
        else if (fate === "cut") {
          isOver = true
          to.write(bytes.subarray(0, at))
          for (const socket of pair) socket.destroySoon()
        } else if (fate === "pass" && !to.write(bytes)) {
          from.pause()
          to.once("drain", () => from.resume())
        }
      }
      from.on("data", (bytes: Buffer) => {
        if (mode === "hole" || isOver) return
        carried[direction] += bytes.length
        const { at, fate } = fateOf(direction, bytes, tail, connection)
        tail = bytes.subarray(-256).toString("latin1")
        if (typeof fate !== "string") {
          from.pause()
          void fate.then((fate) => {
            from.resume()
            meet(fate, bytes, at)
          })
        } else if (direction === "down" && isDeaf) meet("reset", bytes, at)
        else if (direction === "down" && replace !== undefined) {
          meet(fate, replace(bytes), at)
          replace = undefined
        } else meet(fate, bytes, at)
      })
      from.on("error", () => {})
      from.on("end", () => mode === "hole" || to.end())
      from.on("close", () => {
        // Nobody beyond a hole hears of it, until it is none any more.
        if (mode === "hole") return
        pairs.delete(pair)
        to.destroy()
      })
    }
  })
  const listen = async (at: number) => {
    server.listen(at, "127.0.0.1")
    await once(server, "listening")
  }
  await listen(0)
  const own = (server.address() as AddressInfo).port

  const set = async (next: typeof mode) => {
    const before = mode
    mode = next
    if (next === "refuse") {
      reset()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    } else if (!server.listening) await listen(own)
    // What was swallowed is lost: those who wait for it would wait for ever.
    if (before === "hole" && next === "open") reset()
  }

  const watch = (asked: Watch) =>
    Effect.callback<void>((resume) => {
      const one: Watching = { ...asked, left: asked.skip ?? 0, bytes: 0, done: () => resume(Effect.void) }
      watching.add(one)
      return Effect.sync(() => watching.delete(one))
    })

  return {
    link: {
      port: own,
      watch,
      set: (next) => Effect.promise(() => set(next)),
      reset,
      connections: () => pairs.size,
      carried: (direction) => carried[direction]
    } satisfies Link,
    close: async () => {
      reset()
      if (!server.listening) return
      server.close()
      await once(server, "close")
    }
  }
}
