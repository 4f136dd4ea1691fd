import { ABSENT, from, Span, span, startsWith } from "../wire/span";
import * as wasi from "./wasi_snapshot_preview1";

const counts: usize = heap.alloc(8);
let pointers: usize = 0;
let count: i32 = -1;

function read(): void {
  count = 0;
  if (wasi.environ_sizes_get(counts, counts + 4) != 0) return;
  const found = load<i32>(counts);
  pointers = heap.alloc(<usize>found * 4 + 4);
  const text = heap.alloc(load<usize>(counts + 4) + 1);
  if (wasi.environ_get(pointers, text) == 0) count = found;
}

/**
 * A variable of the VM's environment (`vm_config.environment_variables`); ABSENT if it is not set.
 * The environment is that of the VM's start and lives as long as the VM.
 */
export function environment(name: string): Span {
  if (count < 0) read();
  for (let i = 0; i < count; i++) {
    const at = load<usize>(pointers + 4 * i);
    let size = 0;
    while (load<u8>(at + size) != 0) size += 1;
    const entry = span(at, size);
    if (startsWith(entry, name + "=")) return from(entry, name.length + 1);
  }
  return ABSENT;
}
