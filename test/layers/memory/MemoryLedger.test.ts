import * as MemoryLedger from "#layers/memory/MemoryLedger"
import * as LedgerContract from "../../contract/LedgerContract.ts"

LedgerContract.suite("memory", MemoryLedger.layer)
