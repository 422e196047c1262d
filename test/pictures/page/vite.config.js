/** Builds the page beside the pictures; React is one, whoever asks for it. */
import { defineConfig } from "vite"

export default defineConfig({
  base: "./",
  build: { outDir: "../../../.tools/pictures/page", emptyOutDir: true, chunkSizeWarningLimit: 20_000 },
  define: { global: "globalThis" },
  esbuild: { jsx: "automatic" },
  resolve: { dedupe: ["react", "react-dom"] }
})
