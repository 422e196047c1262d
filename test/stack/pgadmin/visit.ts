/** What a reader does in pgAdmin, step by step, in a real browser; each step that can't be done says which it was. */
import type { FrameLocator, Locator, Page } from "playwright-core"
import type { SavedQuery } from "./SavedQueries.ts"

/** Milliseconds that a step may take, on a machine that has other things to do. */
const LONG = 60_000

const step = async <A>(what: string, act: () => Promise<A>): Promise<A> => {
  try {
    return await act()
  } catch (cause) {
    throw new Error(`could not ${what}`, { cause })
  }
}

const nodes = (page: Page): Locator => page.locator(".file-label")

/** Opens the chosen node again and again until another is there: whatever is asked before the tree listens is lost. */
const openUntil = async (page: Page, wanted: Locator): Promise<void> => {
  for (let left = LONG / 1_000; left > 0 && !(await wanted.isVisible()); left--) {
    await page.keyboard.press("ArrowRight")
    await wanted.waitFor({ timeout: 1_000 }).catch(() => {})
  }
  await wanted.waitFor({ timeout: 1_000 })
}

export const logIn = (page: Page, email: string, password: string) =>
  step("log in", async () => {
    page.setDefaultTimeout(LONG)
    await page.fill("input[name=email]", email)
    await page.fill("input[name=password]", password)
    await page.selectOption("select", "fr")
    await page.keyboard.press("Enter")
    await nodes(page).first().waitFor()
  })

/** The database in the tree, chosen, with no password asked for on the way. */
export const openDatabase = (page: Page, name: string): Promise<void> =>
  step("open the server and its database", async () => {
    const node = nodes(page).filter({ hasText: name })
    await nodes(page).first().click()
    await openUntil(page, node.first())
    await node.first().dblclick()
    const databases = nodes(page).nth(2)
    const dialog = page.getByRole("dialog")
    await databases.or(dialog).first().waitFor()
    if (await dialog.isVisible()) throw new Error(`pgAdmin asks: ${await dialog.innerText()}`)
    await databases.click()
    await openUntil(page, node.nth(1))
    await node.nth(1).click()
    await openUntil(page, nodes(page).filter({ hasText: "Schémas" }))
  })

/** Another tool for queries of the chosen database, of which so many are open. */
export const openQueryTool = (page: Page, name: string, open: number): Promise<FrameLocator> =>
  step("open the query tool", async () => {
    // Where the keys go to the tree, and not to a tool that is open.
    await nodes(page).filter({ hasText: name }).nth(1).click()
    await page.keyboard.press("Alt+Shift+q")
    const tool = page.frameLocator("iframe").nth(open)
    await tool.locator(".cm-content").first().waitFor()
    return tool
  })

/** Opens one of the saved queries, which the dialog shows at once, runs it, and answers with the columns that come. */
export const runSaved = (
  page: Page,
  tool: FrameLocator,
  { name, question }: SavedQuery
): Promise<ReadonlyArray<string>> =>
  step(`open and run ${name}`, async () => {
    await tool.getByRole("button", { name: "Ouvrir fichier" }).click()
    await tool.getByText(`${name}.sql`, { exact: true }).dblclick()
    await tool.locator(".cm-line").filter({ hasText: question }).waitFor()
    await page.keyboard.press("F5")
    await tool.getByRole("gridcell").nth(1).waitFor()
    // The first column counts the lines.
    const heads = await tool.getByRole("columnheader").allInnerTexts()
    return heads.map((head) => head.split("\n")[0]!).filter((head) => head !== "")
  })
