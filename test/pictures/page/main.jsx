/** Draws the dashboard that the address names, and says on `body` when nothing is left to come. */
import { ThemeProvider } from "@mui/material"
import {
  ChartsProvider,
  generateChartsTheme,
  getTheme,
  SnackbarProvider,
  TimeZoneProvider
} from "@perses-dev/components"
import { createRoot } from "react-dom/client"
import { Board } from "./Board.jsx"
import { themeOf } from "./fields.ts"

const asked = new URLSearchParams(location.search)
const mode = asked.get("mode") === "dark" ? "dark" : "light"
document.documentElement.dataset.mode = mode

const board = await fetch(`/board/${asked.get("board")}`).then((answer) => answer.json())
const theme = getTheme(mode)

createRoot(document.getElementById("root")).render(
  <ThemeProvider theme={theme}>
    <SnackbarProvider>
      <ChartsProvider chartsTheme={generateChartsTheme(theme, {})} enablePinning={false}>
        <TimeZoneProvider timeZone="local">
          <Board board={board} theme={themeOf(mode)} />
        </TimeZoneProvider>
      </ChartsProvider>
    </SnackbarProvider>
  </ThemeProvider>
)
