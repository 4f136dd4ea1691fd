/**
 * SHA-256, FIPS 180-4. Our own, since the library of choice (`@chainsafe/as-sha256`) publishes its wasm
 * but not its AssemblyScript, and a client key takes one or two blocks.
 */
import { length, Span, start } from "./span";

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
const K: StaticArray<u32> = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
];

const schedule: usize = heap.alloc(64 * 4);
const state: usize = heap.alloc(8 * 4);
const lastBlocks: usize = heap.alloc(128);

/** Writes the digest's 32 bytes to `into`. */
export function sha256(bytes: Span, into: usize): void {
  const size = length(bytes);
  const at = start(bytes);
  // The first 32 bits of the fractional parts of the square roots of the first 8 primes.
  store<u32>(state, 0x6a09e667);
  store<u32>(state, 0xbb67ae85, 4);
  store<u32>(state, 0x3c6ef372, 8);
  store<u32>(state, 0xa54ff53a, 12);
  store<u32>(state, 0x510e527f, 16);
  store<u32>(state, 0x9b05688c, 20);
  store<u32>(state, 0x1f83d9ab, 24);
  store<u32>(state, 0x5be0cd19, 28);

  const whole = size & ~63;
  for (let offset = 0; offset < whole; offset += 64) compress(at + offset);
  // Padding: a one bit, zeros, the length in bits.
  const rest = size - whole;
  const blocks = rest < 56 ? 1 : 2;
  memory.fill(lastBlocks, 0, 128);
  memory.copy(lastBlocks, at + whole, rest);
  store<u8>(lastBlocks + rest, 0x80);
  store<u64>(lastBlocks + 64 * blocks - 8, bswap<u64>((<u64>size) << 3));
  for (let block = 0; block < blocks; block++) compress(lastBlocks + 64 * block);

  for (let i = 0; i < 32; i += 4) store<u32>(into + i, bswap<u32>(load<u32>(state + i)));
}

function compress(block: usize): void {
  for (let i = 0; i < 16; i++) store<u32>(schedule + 4 * i, bswap<u32>(load<u32>(block + 4 * i)));
  for (let i = 16; i < 64; i++) {
    const at = schedule + 4 * i;
    const w15 = load<u32>(at - 60);
    const w2 = load<u32>(at - 8);
    const s0 = rotr<u32>(w15, 7) ^ rotr<u32>(w15, 18) ^ (w15 >> 3);
    const s1 = rotr<u32>(w2, 17) ^ rotr<u32>(w2, 19) ^ (w2 >> 10);
    store<u32>(at, load<u32>(at - 64) + s0 + load<u32>(at - 28) + s1);
  }
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  let e = load<u32>(state, 16);
  let f = load<u32>(state, 20);
  let g = load<u32>(state, 24);
  let h = load<u32>(state, 28);
  for (let i = 0; i < 64; i++) {
    const s1 = rotr<u32>(e, 6) ^ rotr<u32>(e, 11) ^ rotr<u32>(e, 25);
    const choice = (e & f) ^ (~e & g);
    const t1 = h + s1 + choice + unchecked(K[i]) + load<u32>(schedule + 4 * i);
    const s0 = rotr<u32>(a, 2) ^ rotr<u32>(a, 13) ^ rotr<u32>(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = d + t1;
    d = c;
    c = b;
    b = a;
    a = t1 + s0 + majority;
  }
  add(0, a);
  add(4, b);
  add(8, c);
  add(12, d);
  add(16, e);
  add(20, f);
  add(24, g);
  add(28, h);
}

function add(offset: usize, value: u32): void {
  store<u32>(state + offset, load<u32>(state + offset) + value);
}
