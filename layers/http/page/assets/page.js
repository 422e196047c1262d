// The page is whole without this script: it draws the chart, keeps what is shown fresh, and carries wishes to the API.
// What it shows it fetches as HTML from the page itself, so that every word and figure has one home.
"use strict"

document.documentElement.classList.add("js")

const $ = (selector, within = document) => within.querySelector(selector)
const all = (selector, within = document) => [...within.querySelectorAll(selector)]
const language = document.documentElement.lang
const locale = language === "fr" ? "fr-FR" : "en-GB"
const paris = (options) => new Intl.DateTimeFormat(locale, { timeZone: "Europe/Paris", ...options })
const dayFormat = paris({ weekday: "long", day: "numeric", month: "long" })
const dateFormat = paris({ day: "numeric", month: "short", year: "numeric" })
const clockFormat = paris({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
const shortFormat = paris({ day: "numeric", month: "short" })
const monthFormat = paris({ month: "short", year: "numeric" })
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const minus = (text) => text.replace("-", "\u2212")
const still = matchMedia("(prefers-reduced-motion: reduce)")

let words = {}
const say = (text) => { $("#said").textContent = text }

// ── Parts of the page, fetched anew ────────────────────────────────────────────────────────────────────────────────

/** What has the focus, in words that find it again in another copy of its part. */
const focusIn = (part) => {
  const focused = document.activeElement
  if (!part.contains(focused)) return null
  if (focused.id) return `#${CSS.escape(focused.id)}`
  const href = focused.getAttribute("href")
  return href ? `a[href="${CSS.escape(href)}"]` : focused.name ? `[name="${focused.name}"]` : null
}

const swap = (old, fresh) => {
  if (old.outerHTML === fresh.outerHTML) return
  const focus = focusIn(old)
  const scrolls = all(".scroll", old).map((box) => box.scrollLeft)
  const open = all("details[open]", old).map(({ id }) => id)
  old.replaceWith(fresh)
  all(".scroll", fresh).forEach((box, index) => { box.scrollLeft = scrolls[index] ?? 0 })
  for (const id of open) $(`#${id}`)?.setAttribute("open", "")
  if (focus !== null) $(focus, fresh)?.focus({ preventScroll: true })
}

/** The newest request of each part counts: an older answer that comes later is let go. */
const asked = new Map()
let request = 0

const refresh = async (parts) => {
  const mine = ++request
  for (const part of parts) asked.set(part, mine)
  const search = new URLSearchParams(location.search)
  search.set("part", parts.join(","))
  search.set("lang", language)
  let fresh
  try {
    const response = await fetch(`/?${search}`)
    fresh = new DOMParser().parseFromString(await response.text(), "text/html")
  } catch {
    return say(words.lost)
  }
  for (const part of parts) {
    const section = $(`#${part}`, fresh)
    if (section === null || asked.get(part) !== mine) continue
    swap($(`#${part}`), document.adoptNode(section))
    if (part === "grid") draw()
    if (part === "calendar") prepareCalendar()
  }
  const misread = $("#misread", fresh)
  if (misread !== null && parts.includes("grid")) swap($("#misread"), document.adoptNode(misread))
}

const go = (address, parts) => {
  history.pushState(null, "", address)
  return refresh(parts)
}

// ── Live ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** At most so often, in milliseconds. */
const PACE = 700
const wanted = new Set()
let timer
let last = 0

const soon = (...parts) => {
  for (const part of parts) wanted.add(part)
  timer ??= setTimeout(async () => {
    timer = undefined
    last = Date.now()
    const now = [...wanted]
    wanted.clear()
    await refresh(now)
  }, Math.max(30, last + PACE - Date.now()))
}

/** All that may have changed; a form that someone is filling in stays as it is. */
const everything = () => {
  const parts = ["well", "calendar", "day", "runs"]
  if (!$("#ask")?.contains(document.activeElement)) parts.push("grid")
  soon(...parts)
}

const onRun = (run) => {
  const bar = $(`#run-${CSS.escape(run.run_id)} progress`)
  if (run.outcome !== "running") {
    say(`${words.ended} ${words.outcomes[run.outcome]}.`)
    return everything()
  }
  if (bar !== null && run.progress !== null) {
    bar.max = run.progress.total
    bar.value = run.progress.done
  } else say(words.running)
  soon("runs")
}

const listen = () => {
  const live = $("#live")
  const source = new EventSource("/api/v1/events")
  let lost = false
  source.addEventListener("open", () => {
    live.textContent = live.dataset.on
    live.className = "live on"
    if (lost) everything()
    lost = false
  })
  source.addEventListener("run", ({ data }) => onRun(JSON.parse(data)))
  source.addEventListener("error", () => {
    lost = true
    live.textContent = live.dataset.off
    live.className = "live off"
    // The browser tries again by itself, unless the server has answered with something else than events.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => { listen(); everything() }, 5000)
  })
}

// ── What changes something ─────────────────────────────────────────────────────────────────────────────────────────

const TOKEN = "eco2mixd-token"

const askToken = (wrong) =>
  new Promise((resolve) => {
    const dialog = $("#token")
    const field = $("input", dialog)
    $(".wrong", dialog).textContent = wrong
    field.value = ""
    dialog.returnValue = ""
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "go" ? field.value : null), { once: true })
    dialog.showModal()
    field.focus()
  })

const post = async (path, body) => {
  for (let wrong = "";;) {
    const token = sessionStorage.getItem(TOKEN) ?? await askToken(wrong)
    if (token === null) return false
    let response
    try {
      response = await fetch(path, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }) },
        body: body && JSON.stringify(body)
      })
    } catch {
      say(words.lost)
      return false
    }
    if (response.ok) {
      sessionStorage.setItem(TOKEN, token)
      return true
    }
    if (response.status !== 401) {
      const problem = await response.json().catch(() => ({}))
      say(`${words.failed} ${problem.detail ?? response.status}`)
      return false
    }
    sessionStorage.removeItem(TOKEN)
    wrong = words.wrong
  }
}

const start = async (kind, from, to) => {
  if (await post("/api/v1/runs", { kind, from, to })) say(words.started)
}

document.addEventListener("click", async (event) => {
  const target = event.target.closest("button, a")
  if (target === null) return
  const { read, run, verb } = target.dataset
  if (verb !== undefined) {
    target.disabled = true
    if (await post(`/api/v1/runs/${run}/${verb}`)) say(words.asked)
    target.disabled = false
    return soon("runs")
  }
  if (read !== undefined) return start("manual", read, read)
  const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
  if (modified || target.tagName !== "A") return
  if (target.closest(".calendar") !== null) {
    event.preventDefault()
    mark(target)
    await go(target.href.split("#")[0], ["day", "grid"])
    $("#day-title")?.focus({ preventScroll: true })
    $("#day").scrollIntoView({ block: "nearest", behavior: still.matches ? "auto" : "smooth" })
  } else if (target.closest(".pages") !== null) {
    event.preventDefault()
    await go(target.href.split("#")[0], ["grid"])
  } else if (target.matches("#day .close")) {
    event.preventDefault()
    const cell = $(".calendar a[aria-current]")
    mark(null)
    await go(target.href.split("#")[0], ["day", "grid"])
    cell?.focus()
  }
})

document.addEventListener("submit", (event) => {
  const form = event.target
  if (form.id === "start") {
    event.preventDefault()
    const { from, kind, to } = form.elements
    start(kind.value, from.value, to.value)
  } else if (form.id === "ask") {
    event.preventDefault()
    show(form)
  }
})

// ── The question ───────────────────────────────────────────────────────────────────────────────────────────────────

const show = (form) => {
  const fields = new FormData(form)
  const dates = fields.get("span") === "dates"
  const search = new URLSearchParams()
  for (const [name, value] of fields) {
    if (value !== "" && (dates || (name !== "from" && name !== "to"))) search.set(name, value)
  }
  mark(null)
  return go(`/?${search}`, ["day", "grid"])
}

document.addEventListener("change", (event) => {
  const form = event.target.closest("#ask")
  if (form === null) return
  const { name, value } = event.target
  const { from, to } = form.elements
  // Dates are shown when both are there, and one day does for both to begin with.
  if (name === "span" && value === "dates") return from.focus()
  if ((name === "from" || name === "to") && (from.value === "" || to.value === "" || from.value > to.value)) return
  show(form)
})

// ── The calendar ───────────────────────────────────────────────────────────────────────────────────────────────────

/** One of the cells is in the order of tabs, and the arrows lead from it to the others. */
const reach = (cell) => {
  for (const other of all(".calendar a[tabindex='0']")) other.tabIndex = -1
  if (cell) cell.tabIndex = 0
}

const mark = (cell) => {
  for (const other of all(".calendar a[aria-current]")) other.removeAttribute("aria-current")
  cell?.setAttribute("aria-current", "true")
}

const prepareCalendar = () => {
  const cells = all(".calendar a")
  for (const cell of cells) cell.tabIndex = -1
  reach($(".calendar a[aria-current]") ?? $(".calendar tbody tr:first-child td:nth-last-child(2) a"))
}

/** A cell says its region and day once someone comes near. */
const label = (cell) => {
  if (cell.ariaLabel) return
  const day = new URLSearchParams(cell.search).get("day")
  const region = $("th", cell.closest("tr")).textContent
  const records = cell.title ? ` (${cell.title})` : ""
  cell.title = `${region}, ${dayFormat.format(new Date(`${day}T10:00:00Z`))} : ${cell.textContent}${records}`
  cell.ariaLabel = cell.title
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest(".calendar a")
  const step = STEPS[event.key]
  if (!cell || !step || event.ctrlKey || event.metaKey || event.altKey) return
  const column = cell.parentElement.cellIndex + step[1]
  const row = cell.closest("tr").sectionRowIndex + step[0]
  const next = $("a", cell.closest("tbody").rows[row]?.cells[column] ?? document.createElement("td"))
  event.preventDefault()
  if (next === null) return
  reach(next)
  label(next)
  next.focus()
})
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, ({ target }) => {
    const cell = target.closest?.(".calendar a")
    if (cell) label(cell)
  })
}

// ── The chart ──────────────────────────────────────────────────────────────────────────────────────────────────────

let plots = []
let observer
let following

const some = (value) => value !== null && value !== undefined

/** Each filière on top of those before it: what is above zero upwards, what is below it downwards. */
const stacked = (columns, order) => {
  const size = columns.x.length
  const sides = { up: new Array(size).fill(0), down: new Array(size).fill(0) }
  const layers = { up: [], down: [] }
  const hole = columns.x.map((_, at) =>
    !some(columns.consumption[at]) && order.every((key) => !some(columns.filieres[key]?.[at]))
  )
  for (const key of order) {
    const values = columns.filieres[key] ?? []
    for (const side of ["up", "down"]) {
      const own = (at) => side === "up" ? Math.max(0, values[at] ?? 0) : Math.min(0, values[at] ?? 0)
      if (!columns.x.some((_, at) => own(at) !== 0)) continue
      const total = sides[side] = sides[side].map((sum, at) => sum + own(at))
      layers[side].push({ key, values: total.map((sum, at) => hole[at] ? null : sum) })
    }
  }
  // Painted from the outermost to the innermost, each down to zero.
  return [...layers.up.toReversed(), ...layers.down.toReversed()]
}

const colour = (key) => {
  const style = getComputedStyle($(`.readout .swatch.${key}`))
  return { fill: style.backgroundColor, edge: style.borderTopColor }
}

const ticks = (_, splits, __, ___, increment) =>
  splits.map((second) => {
    const date = new Date(second * 1000)
    if (increment >= 27 * 86400) return monthFormat.format(date)
    const clock = clockFormat.format(date)
    return increment >= 86400 || clock === "00:00" ? shortFormat.format(date) : clock
  })

/** Where an instant stands among the columns. */
const lookup = (columns) => columns === null ? new Map() : new Map(columns.x.map((second, at) => [second, at]))
const valueOf = (columns, at, key) =>
  at === undefined ? undefined
    : key === "consommation" ? columns.consumption[at]
    : key === "echanges" ? columns.exchange[at] : columns.filieres[key]?.[at]

/** The scale of the stack begins at zero, that of the exchange has it inside. */
const upper = (_, min, max) => [Math.min(0, (min ?? 0) * 1.05), Math.max(1, (max ?? 0) * 1.05)]
const both = (_, min, max) => [Math.min(-1, (min ?? 0) * 1.15), Math.max(1, (max ?? 0) * 1.15)]

const draw = () => {
  for (const plot of plots) plot.destroy()
  plots = []
  observer?.disconnect()
  const source = $("#mix-data")
  if (source === null || window.uPlot === undefined) return
  const { granularity, now, stack, past } = JSON.parse(source.textContent)
  const style = getComputedStyle(document.body)
  const [ink, soft, line] = ["--ink", "--soft", "--line"].map((name) => style.getPropertyValue(name).trim())
  const font = `12px ${style.fontFamily}`
  const dash = [4, 3]

  const layers = stacked(now, stack)
  const before = past === null ? [] : stacked(past, stack)
  const tables = [[now.x, ...layers.map(({ values }) => values), now.consumption, now.exchange]]
  if (past !== null) tables.push([past.x, ...before.map(({ values }) => values), past.consumption, past.exchange])
  const [x, ...joined] = uPlot.join(tables)
  const exchangeNow = joined.splice(layers.length + 1, 1)[0]
  const exchangePast = past === null ? null : joined.pop()

  const points = { show: x.length < 3, size: 6 }
  const mixSeries = [
    ...layers.map(({ key }) => {
      const { edge, fill } = colour(key)
      return { stroke: edge, fill, width: 1, fillTo: 0, points }
    }),
    { stroke: ink, width: 2, points },
    ...before.map(({ key }) => ({ stroke: colour(key).edge, width: 1, dash, points: { show: false } })),
    ...(past === null ? [] : [{ stroke: ink, width: 1.5, dash, points: { show: false } }])
  ]
  const exchange = colour("echanges")
  const exchangeSeries = [
    { stroke: exchange.edge, fill: exchange.fill, width: 1, fillTo: 0, points },
    ...(past === null ? [] : [{ stroke: ink, width: 1, dash, points: { show: false } }])
  ]

  const axis = { stroke: soft, font, grid: { stroke: line, width: 1 }, ticks: { show: false } }
  const tops = joined.flat().filter(some).map(Math.abs)
  const giga = Math.max(...tops) >= 10_000
  const power = (_, splits) => {
    const fine = splits.some((value) => value % 1000 !== 0) ? tenth : whole
    return splits.map((value) => minus(giga ? `${fine.format(value / 1000)} GW` : `${whole.format(value)} MW`))
  }
  const zero = (u) => {
    const y = Math.round(u.valToPos(0, "y", true)) + 0.5
    u.ctx.save()
    u.ctx.strokeStyle = soft
    u.ctx.lineWidth = 1
    u.ctx.beginPath()
    u.ctx.moveTo(u.bbox.left, y)
    u.ctx.lineTo(u.bbox.left + u.bbox.width, y)
    u.ctx.stroke()
    u.ctx.restore()
  }
  const options = (height, series, bottom, range) => ({
    width: $("#mix").clientWidth,
    height,
    padding: [8, 20, 0, 0],
    tzDate: (second) => uPlot.tzDate(new Date(second * 1000), "Europe/Paris"),
    legend: { show: false },
    cursor: { sync: { key: "mix" }, drag: { x: false, y: false }, y: false, points: { show: false } },
    scales: { y: { range } },
    series: [{}, ...series],
    axes: [
      { ...axis, values: bottom ? ticks : (_, splits) => splits.map(() => ""), size: bottom ? 30 : 4, space: 70 },
      { ...axis, values: power, size: 66, space: bottom ? 40 : 26 }
    ],
    hooks: { draw: [zero], setCursor: [(u) => read(u.cursor.idx)] }
  })

  // What the cursor reads.
  const [atNow, atPast] = [lookup(now), lookup(past)]
  const rows = all(".readout tr[data-key]")
  const slider = $("#cursor")
  const usual = x.findLastIndex((second) => some(now.consumption[atNow.get(second)]))
  const text = (value) => some(value) ? minus(whole.format(value)) : "–"
  const read = (at) => {
    const index = some(at) ? at : Math.max(0, usual)
    const second = x[index]
    const date = new Date(second * 1000)
    const moment = dateFormat.format(date) +
      (granularity === "day" || granularity === "month" ? "" : ` ${clockFormat.format(date)}`)
    $("#moment").textContent = moment
    for (const row of rows) {
      $(".now", row).textContent = text(valueOf(now, atNow.get(second), row.dataset.key))
      if (past !== null) $(".past", row).textContent = text(valueOf(past, atPast.get(second), row.dataset.key))
    }
    slider.value = index
    slider.setAttribute("aria-valuetext", `${moment}, ${text(valueOf(now, atNow.get(second), "consommation"))} MW`)
  }
  slider.max = x.length - 1

  const height = innerWidth < 640 ? 260 : 340
  plots = [
    new uPlot(options(height, mixSeries, true, upper), [x, ...joined], $("#mix")),
    new uPlot(
      options(110, exchangeSeries, false, both),
      [x, exchangeNow, ...(past === null ? [] : [exchangePast])],
      $("#exchange")
    )
  ]
  // The slider is made anew with its section, the chart with the colours: one listener, the last chart's.
  following?.abort()
  following = new AbortController()
  slider.addEventListener("input", () => {
    const index = Number(slider.value)
    plots[0].setCursor({ left: plots[0].valToPos(x[index], "x"), top: 20 })
    read(index)
  }, { signal: following.signal })
  read(null)
  observer = new ResizeObserver(() => {
    const width = $("#mix").clientWidth
    for (const plot of plots) if (plot.width !== width && width > 0) plot.setSize({ width, height: plot.height })
  })
  observer.observe($("#mix"))
}

document.addEventListener("DOMContentLoaded", () => {
  words = JSON.parse($("#words").textContent)
  prepareCalendar()
  draw()
  listen()
  for (const query of ["(prefers-color-scheme: dark)", "print"]) matchMedia(query).addEventListener("change", draw)
  addEventListener("popstate", () => refresh(["calendar", "day", "grid"]))
  // Time passes for the lag, too.
  setInterval(() => { if (!document.hidden) soon("well") }, 60_000)
})
