/** Loaded before a scenario of ours, as the program's door loads it before the program. */
import { modestHeap } from "#layers/environment/modestHeap"

modestHeap()
